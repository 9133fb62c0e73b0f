#include "services/gateway/program_build.h"

#include <elf.h>
#include <link.h>

#include <algorithm>
#include <cstring>

#include "absl/strings/string_view.h"

namespace localoffer::gateway {
namespace {

constexpr absl::string_view kOwner("GNU", 4);
constexpr size_t kLeastAlignment = 4;

size_t Aligned(size_t bytes, size_t to) { return (bytes + to - 1) / to * to; }

// Of the notes of one segment (elf(5)).
std::string BuildIdOf(absl::string_view notes, size_t alignment) {
  ElfW(Nhdr) note;
  while (notes.size() >= sizeof(note)) {
    std::memcpy(&note, notes.data(), sizeof(note));
    const size_t text = Aligned(sizeof(note) + note.n_namesz, alignment);
    const size_t all = Aligned(text + note.n_descsz, alignment);
    if (text + note.n_descsz > notes.size()) return "";
    if (note.n_type == NT_GNU_BUILD_ID &&
        notes.substr(sizeof(note), note.n_namesz) == kOwner) {
      return std::string(notes.substr(text, note.n_descsz));
    }
    if (all >= notes.size()) return "";
    notes.remove_prefix(all);
  }
  return "";
}

// Of the first object, which is the program.
int TakeBuildId(dl_phdr_info* program, size_t /*size*/, void* to) {
  std::string& id = *static_cast<std::string*>(to);
  for (int i = 0; i < program->dlpi_phnum && id.empty(); ++i) {
    const ElfW(Phdr)& segment = program->dlpi_phdr[i];
    if (segment.p_type != PT_NOTE) continue;
    const auto* const notes =
        // NOLINTNEXTLINE(performance-no-int-to-ptr): where it was loaded to.
        reinterpret_cast<const char*>(program->dlpi_addr + segment.p_vaddr);
    id = BuildIdOf({notes, segment.p_memsz},
                   std::max<size_t>(segment.p_align, kLeastAlignment));
  }
  return 1;
}

}  // namespace

const std::string& ProgramBuild() {
  static const auto& build = *new std::string([] {
    std::string id;
    dl_iterate_phdr(TakeBuildId, &id);
    return id;
  }());
  return build;
}

}  // namespace localoffer::gateway
