#include "services/gateway/pages/json_ld.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "rapidjson/stringbuffer.h"
#include "rapidjson/writer.h"
#include "services/gateway/pages/address.h"
#include "services/gateway/pages/wording.h"
#include "storage/directory/provider_id.h"

namespace localoffer::gateway::pages {
namespace {

constexpr size_t kDescriptionBytes = 5'000;

class Writer {
 public:
  void Begin() { json_.StartObject(); }
  void Begin(absl::string_view key) {
    Key(key);
    json_.StartObject();
  }
  void End() { json_.EndObject(); }

  // Nothing where there is no text.
  void Put(absl::string_view key, absl::string_view text) {
    if (text.empty()) return;
    Key(key);
    json_.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
  }

  // Within strings alone can these be, and there an escape says the same.
  std::string Finish() const {
    return absl::StrReplaceAll(
        absl::string_view(buffer_.GetString(), buffer_.GetSize()),
        {{"<", "\\u003c"},
         {">", "\\u003e"},
         {"&", "\\u0026"},
         {"\u2028", "\\u2028"},
         {"\u2029", "\\u2029"}});
  }

 private:
  void Key(absl::string_view key) {
    json_.Key(key.data(), static_cast<rapidjson::SizeType>(key.size()));
  }

  rapidjson::StringBuffer buffer_;
  rapidjson::Writer<rapidjson::StringBuffer> json_{buffer_};
};

void PutProvider(const v1::Service& service, Writer& writer) {
  const v1::Organization& organization = service.organization();
  const std::string name = TextOf(organization.name());
  if (name.empty()) return;
  writer.Begin("provider");
  writer.Put("@type", "Organization");
  writer.Put("name", name);
  writer.Put("url", organization.website());
  const std::vector<std::string> providers = ProvidersOf(service);
  if (!providers.empty()) writer.Put("identifier", providers.front());
  writer.End();
}

}  // namespace

std::string JsonLd(const v1::Entry& entry, absl::string_view base_url) {
  const v1::Service& service = entry.service();
  Writer writer;
  writer.Begin();
  writer.Put("@context", "https://schema.org");
  writer.Put("@type", "Service");
  writer.Put("@id", absl::StrCat(base_url, EntryPath(entry.name())));
  writer.Put("name", TextOf(service.name()));
  writer.Put("alternateName", TextOf(service.alternate_name()));
  writer.Put("description", TextOf(service.description(), kDescriptionBytes));
  writer.Put("url", service.url());
  writer.Put("termsOfService", TextOf(service.eligibility_description()));
  PutProvider(service, writer);
  if (service.service_areas_size() > 0) {
    writer.Put("areaServed", TextOf(service.service_areas(0).name()));
  }
  if (service.has_minimum_age() || service.has_maximum_age()) {
    writer.Begin("audience");
    writer.Put("@type", "PeopleAudience");
    if (service.has_minimum_age()) {
      writer.Put("suggestedMinAge", absl::StrCat(service.minimum_age()));
    }
    if (service.has_maximum_age()) {
      writer.Put("suggestedMaxAge", absl::StrCat(service.maximum_age()));
    }
    writer.End();
  }
  writer.End();
  return writer.Finish();
}

}  // namespace localoffer::gateway::pages
