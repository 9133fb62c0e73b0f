# Writes OUTPUT, a C++ source that defines `SYMBOL` as the bytes of INPUT:
#   cmake -DINPUT=… -DOUTPUT=… -DSYMBOL=… -P embed.cmake
file(READ ${INPUT} bytes HEX)
string(REGEX REPLACE "(................................)" "\\1\n" bytes
       "${bytes}")
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${bytes}")
file(WRITE ${OUTPUT} "#include \"absl/strings/string_view.h\"

namespace localoffer::entry {
namespace {
constexpr char kBytes[] = {
${bytes}};
}  // namespace

extern const absl::string_view ${SYMBOL};
constexpr absl::string_view ${SYMBOL}(kBytes, sizeof(kBytes));

}  // namespace localoffer::entry
")
