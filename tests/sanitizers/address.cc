// What AddressSanitizer and UndefinedBehaviorSanitizer have to be told, linked
// into every program of the asan preset.
//
// Debian's libraries are not instrumented. A container filled on one side and
// emptied on the other would be reported as overflowing, so that check is off;
// the others hold.

extern "C" const char* __asan_default_options() {
  return "detect_container_overflow=0:detect_stack_use_after_return=1:"
         "check_initialization_order=1:strict_string_checks=1";
}

// c-ares keeps what it read of the machine's resolver until the process ends.
extern "C" const char* __lsan_default_suppressions() { return "leak:libcares"; }

extern "C" const char* __ubsan_default_options() {
  return "print_stacktrace=1";
}
