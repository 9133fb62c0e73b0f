# Writes OUTPUT, a C++ source that defines NAMESPACE::SYMBOL, an
# absl::string_view, as the bytes of INPUT. Run by localoffer_embed().
file(READ ${INPUT} bytes HEX)
string(REGEX REPLACE "(................................)" "\\1\n" bytes
       "${bytes}")
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${bytes}")
file(WRITE ${OUTPUT} "#include \"absl/strings/string_view.h\"

namespace ${NAMESPACE} {
namespace {
constexpr char kBytes[] = {
${bytes}};
}  // namespace

extern const absl::string_view ${SYMBOL};
constexpr absl::string_view ${SYMBOL}(kBytes, sizeof(kBytes));

}  // namespace ${NAMESPACE}
")
