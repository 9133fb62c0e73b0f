// What jemalloc is told before anything runs (docs/decisions/0007-jemalloc.md).
// Nothing reads it where another allocator is linked.

// A thread of its own gives back what has not been used for two seconds, so
// that the memory of a large publication is the machine's again soon after.
// Few arenas, because requests run on few threads. Pages of 2 MiB where the
// kernel lets programs ask for them. A thread keeps blocks of up to 128 KiB for
// itself, twenty of a size: sets of documents, which every search makes, have
// 37 to 125 KB (300,000 to a million).
extern "C" const char* malloc_conf;
const char* malloc_conf =
    "background_thread:true,narenas:4,dirty_decay_ms:2000,muzzy_decay_ms:0,"
    "thp:always,lg_tcache_max:17";
