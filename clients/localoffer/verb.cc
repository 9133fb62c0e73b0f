#include "clients/localoffer/verb.h"

#include <CLI/CLI.hpp>
#include <cstdint>

#include "absl/types/optional.h"

namespace localoffer::command {

Flag Flag::TypeName(const std::string& name) const {
  option_->type_name(name);
  return *this;
}

Flag Flag::Required() const {
  option_->required();
  return *this;
}

Flag Flag::OneAtATime() const {
  option_->allow_extra_args(false);
  return *this;
}

Flag Flag::Within(int least, int most) const {
  option_->check(CLI::Range(least, most).description(""));
  return *this;
}

Flag Flag::Positive() const {
  option_->check(CLI::PositiveNumber.description(""));
  return *this;
}

Flag Flag::OneOf(const std::vector<std::string>& words) const {
  option_->check(CLI::IsMember(words));
  return *this;
}

Flag Flag::Excludes(Flag other) const {
  option_->excludes(other.option_);
  return *this;
}

bool Flag::WasGiven() const { return option_->count() > 0; }

template <typename Value>
Flag Verb::AddOption(const std::string& name, Value& value,
                     const std::string& help) const {
  return Flag(app_->add_option(name, value, help));
}

template Flag Verb::AddOption(const std::string&, std::string&,
                              const std::string&) const;
template Flag Verb::AddOption(const std::string&, std::vector<std::string>&,
                              const std::string&) const;
template Flag Verb::AddOption(const std::string&, int32_t&,
                              const std::string&) const;
template Flag Verb::AddOption(const std::string&, int64_t&,
                              const std::string&) const;
template Flag Verb::AddOption(const std::string&, uint32_t&,
                              const std::string&) const;
template Flag Verb::AddOption(const std::string&, uint64_t&,
                              const std::string&) const;
template Flag Verb::AddOption(const std::string&, absl::optional<double>&,
                              const std::string&) const;

Flag Verb::AddFlag(const std::string& name, bool& value,
                   const std::string& help) const {
  return Flag(app_->add_flag(name, value, help));
}

void Verb::RequireVerb() const { app_->require_subcommand(1); }

void Verb::AllowVerb() const { app_->require_subcommand(0, 1); }

}  // namespace localoffer::command
