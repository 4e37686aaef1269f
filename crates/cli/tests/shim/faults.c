/* Intercepts file system calls of the program, for tests (LD_PRELOAD).
 *
 * FAULTS_ROOT names the watched folder; calls on other paths pass unchanged.
 * FAULTS_LOG  names a file that receives each change under the folder, in the order of effect. A test
 *             computes from it the state of the disk at any moment. With a log, flushes do nothing.
 * FAULTS_CTL  names a mapped file of sixteen 64-bit words, with which a test controls the running
 *             program:
 *               0 calls to fail: 1 read, 2 write, 4 flush, 8 open, 16 truncate, 32 names, 64 open to write
 *               1 number of calls that pass first   2 error number   3 number of calls that then fail
 *               4 number of failed calls            5 seconds added to the clock
 *               6 bytes that files may still grow by, plus one (0: no limit)
 *               7 number of matching calls so far
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { READ = 1, WRITE = 2, FLUSH = 4, OPEN = 8, CUT = 16, NAMES = 32, OPEN_TO_WRITE = 64 };
enum { OPENED = 1, WRITTEN, FLUSHED, TRUNCATED, CLOSED, RENAMED, LINKED, REMOVED, FOLDER };

struct record {
    uint32_t what, process;
    int64_t file, at;
    uint32_t first, second;
};

static const char *root;
static size_t root_length;
static int log_file = -1;
static volatile uint64_t *control;
static unsigned char watched[65536];
static pthread_mutex_t order = PTHREAD_MUTEX_INITIALIZER;


__attribute__((constructor)) static void begin(void) {
    const char *name;
    root = getenv("FAULTS_ROOT");
    root_length = root ? strlen(root) : 0;
    if ((name = getenv("FAULTS_LOG")))
        log_file = (int)syscall(SYS_openat, AT_FDCWD, name, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if ((name = getenv("FAULTS_CTL"))) {
        int file = (int)syscall(SYS_openat, AT_FDCWD, name, O_RDWR | O_CLOEXEC, 0);
        void *mapped = file < 0 ? MAP_FAILED : mmap(NULL, 128, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        if (mapped != MAP_FAILED) control = mapped;
        if (file >= 0) syscall(SYS_close, file);
    }
}

/* Returns the absolute path of a name, if it lies under the root. */
static const char *inside(int folder, const char *name, char *whole) {
    if (!root || !name) return NULL;
    if (name[0] == '/') {
        snprintf(whole, PATH_MAX, "%s", name);
    } else {
        char link[64], base[PATH_MAX];
        ssize_t length;
        if (folder == AT_FDCWD) snprintf(link, sizeof link, "/proc/self/cwd");
        else snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
        length = readlink(link, base, sizeof base - 1);
        if (length < 0) return NULL;
        base[length] = 0;
        if (snprintf(whole, PATH_MAX, "%s/%s", base, name) >= PATH_MAX) return NULL;
    }
    if (strncmp(whole, root, root_length) != 0 || (whole[root_length] != '/' && whole[root_length])) return NULL;
    return whole;
}

static int is_watched(int file) { return file >= 0 && file < 65536 && watched[file]; }

static int fails(uint64_t which) {
    if (!control || !(control[0] & which)) return 0;
    uint64_t call = __atomic_fetch_add(&control[7], 1, __ATOMIC_SEQ_CST);
    if (call < control[1] || call - control[1] >= control[3]) return 0;
    __atomic_fetch_add(&control[4], 1, __ATOMIC_SEQ_CST);
    errno = (int)control[2];
    return 1;
}

/* Returns whether a write exceeds the remaining room. */
static int is_full(int file, off64_t at, size_t count) {
    struct stat64 found;
    uint64_t room, grown;
    if (!control || !(room = control[6])) return 0;
    if (syscall(SYS_fstat, file, &found) != 0 || at + (off64_t)count <= found.st_size) return 0;
    grown = (uint64_t)(at + (off64_t)count - (at > found.st_size ? at : found.st_size));
    if (grown > room - 1) {
        __atomic_fetch_add(&control[4], 1, __ATOMIC_SEQ_CST);
        errno = ENOSPC;
        return 1;
    }
    __atomic_fetch_sub(&control[6], grown, __ATOMIC_SEQ_CST);
    return 0;
}

static void note(uint32_t what, int file, int64_t at, const void *first, size_t one, const void *second, size_t two) {
    struct record head = {what, (uint32_t)getpid(), file, at, (uint32_t)one, (uint32_t)two};
    struct iovec parts[3] = {{&head, sizeof head}, {(void *)first, one}, {(void *)second, two}};
    if (log_file >= 0) syscall(SYS_writev, log_file, parts, 3);
}

static void lock(void) { if (log_file >= 0) pthread_mutex_lock(&order); }

static void unlock(void) {
    int kept = errno;
    if (log_file >= 0) pthread_mutex_unlock(&order);
    errno = kept;
}

static int opened(int folder, const char *name, int flags, mode_t mode) {
    char whole[PATH_MAX];
    const char *path = inside(folder, name, whole);
    int file, writes = (flags & O_ACCMODE) != O_RDONLY || (flags & (O_CREAT | O_TRUNC));
    if (path && (fails(OPEN) || (writes && fails(OPEN_TO_WRITE)))) return -1;
    lock();
    file = (int)syscall(SYS_openat, folder, name, flags | O_LARGEFILE, mode);
    if (file >= 0 && file < 65536) watched[file] = path != NULL;
    if (file >= 0 && path) note(OPENED, file, flags & (O_TRUNC | O_CREAT | O_DIRECTORY), path, strlen(path), NULL, 0);
    unlock();
    return file;
}

#define MODE(flags) \
    mode_t mode = 0; \
    if ((flags) & (O_CREAT | O_TMPFILE)) { \
        va_list rest; \
        va_start(rest, flags); \
        mode = va_arg(rest, mode_t); \
        va_end(rest); \
    }
int open(const char *name, int flags, ...) { MODE(flags) return opened(AT_FDCWD, name, flags, mode); }
int open64(const char *name, int flags, ...) { MODE(flags) return opened(AT_FDCWD, name, flags, mode); }
int openat(int folder, const char *name, int flags, ...) { MODE(flags) return opened(folder, name, flags, mode); }
int openat64(int folder, const char *name, int flags, ...) { MODE(flags) return opened(folder, name, flags, mode); }

int close(int file) {
    int done;
    lock();
    if (is_watched(file)) {
        watched[file] = 0;
        note(CLOSED, file, 0, NULL, 0, NULL, 0);
    }
    done = (int)syscall(SYS_close, file);
    unlock();
    return done;
}

static ssize_t written(int file, const void *bytes, size_t count, off64_t at, int here) {
    ssize_t done;
    if (!is_watched(file))
        return here ? syscall(SYS_write, file, bytes, count) : syscall(SYS_pwrite64, file, bytes, count, at);
    if (fails(WRITE)) return -1;
    lock();
    if (is_full(file, here ? lseek64(file, 0, SEEK_CUR) : at, count)) {
        unlock();
        return -1;
    }
    done = here ? syscall(SYS_write, file, bytes, count) : syscall(SYS_pwrite64, file, bytes, count, at);
    if (done > 0) {
        if (here) at = lseek64(file, 0, SEEK_CUR) - done;
        note(WRITTEN, file, at, bytes, (size_t)done, NULL, 0);
    }
    unlock();
    return done;
}

ssize_t write(int file, const void *bytes, size_t count) { return written(file, bytes, count, 0, 1); }
ssize_t pwrite(int file, const void *bytes, size_t count, off_t at) { return written(file, bytes, count, at, 0); }
ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t at) { return written(file, bytes, count, at, 0); }

ssize_t writev(int file, const struct iovec *parts, int count) {
    /* A short write is allowed: the caller writes the rest. */
    if (is_watched(file)) {
        for (int part = 0; part < count; part++)
            if (parts[part].iov_len) return write(file, parts[part].iov_base, parts[part].iov_len);
        return 0;
    }
    return syscall(SYS_writev, file, parts, count);
}

ssize_t read(int file, void *bytes, size_t count) {
    if (is_watched(file) && fails(READ)) return -1;
    return syscall(SYS_read, file, bytes, count);
}
ssize_t pread64(int file, void *bytes, size_t count, off64_t at) {
    if (is_watched(file) && fails(READ)) return -1;
    return syscall(SYS_pread64, file, bytes, count, at);
}
ssize_t pread(int file, void *bytes, size_t count, off_t at) { return pread64(file, bytes, count, at); }

static int flushed(int file, long call) {
    int done = 0;
    if (is_watched(file) && fails(FLUSH)) return -1;
    if (!is_watched(file) || log_file < 0) return (int)syscall(call, file);
    lock();
    note(FLUSHED, file, 0, NULL, 0, NULL, 0);
    unlock();
    return done;
}
int fsync(int file) { return flushed(file, SYS_fsync); }
int fdatasync(int file) { return flushed(file, SYS_fdatasync); }

int ftruncate64(int file, off64_t length) {
    int done;
    if (is_watched(file) && fails(CUT)) return -1;
    lock();
    done = (int)syscall(SYS_ftruncate, file, length);
    if (done == 0 && is_watched(file)) note(TRUNCATED, file, length, NULL, 0, NULL, 0);
    unlock();
    return done;
}
int ftruncate(int file, off_t length) { return ftruncate64(file, length); }

static int named(uint32_t what, long call, int from, const char *one, int to, const char *other, unsigned flags) {
    char first[PATH_MAX], second[PATH_MAX];
    const char *a = inside(from, one, first), *b = inside(to, other, second);
    int done;
    if ((a || b) && fails(NAMES)) return -1;
    lock();
    done = (int)syscall(call, from, one, to, other, flags);
    if (done == 0 && (a || b)) note(what, -1, flags, a ? a : "", a ? strlen(a) : 0, b ? b : "", b ? strlen(b) : 0);
    unlock();
    return done;
}
int rename(const char *one, const char *other) { return named(RENAMED, SYS_renameat2, AT_FDCWD, one, AT_FDCWD, other, 0); }
int renameat(int from, const char *one, int to, const char *other) { return named(RENAMED, SYS_renameat2, from, one, to, other, 0); }
int renameat2(int from, const char *one, int to, const char *other, unsigned flags) { return named(RENAMED, SYS_renameat2, from, one, to, other, flags); }
int link(const char *one, const char *other) { return named(LINKED, SYS_linkat, AT_FDCWD, one, AT_FDCWD, other, 0); }
int linkat(int from, const char *one, int to, const char *other, int flags) { return named(LINKED, SYS_linkat, from, one, to, other, (unsigned)flags); }

static int removed(int folder, const char *name, int flags) {
    char whole[PATH_MAX];
    const char *path = inside(folder, name, whole);
    int done;
    if (path && fails(NAMES)) return -1;
    lock();
    done = (int)syscall(SYS_unlinkat, folder, name, flags);
    if (done == 0 && path) note(REMOVED, -1, 0, path, strlen(path), NULL, 0);
    unlock();
    return done;
}
int unlink(const char *name) { return removed(AT_FDCWD, name, 0); }
int unlinkat(int folder, const char *name, int flags) { return removed(folder, name, flags); }
int rmdir(const char *name) { return removed(AT_FDCWD, name, AT_REMOVEDIR); }

static int made(int folder, const char *name, mode_t mode) {
    char whole[PATH_MAX];
    const char *path = inside(folder, name, whole);
    int done;
    if (path && fails(NAMES)) return -1;
    lock();
    done = (int)syscall(SYS_mkdirat, folder, name, mode);
    if (done == 0 && path) note(FOLDER, -1, 0, path, strlen(path), NULL, 0);
    unlock();
    return done;
}
int mkdir(const char *name, mode_t mode) { return made(AT_FDCWD, name, mode); }
int mkdirat(int folder, const char *name, mode_t mode) { return made(folder, name, mode); }

/* Refuses copies inside the kernel, which the log would miss: the caller then reads and writes. */
ssize_t copy_file_range(int from, off64_t *a, int to, off64_t *b, size_t count, unsigned flags) {
    (void)from, (void)a, (void)to, (void)b, (void)count, (void)flags;
    errno = EXDEV;
    return -1;
}
ssize_t sendfile64(int to, int from, off64_t *at, size_t count) {
    (void)to, (void)from, (void)at, (void)count;
    errno = EINVAL;
    return -1;
}
ssize_t sendfile(int to, int from, off_t *at, size_t count) { return sendfile64(to, from, at, count); }

int clock_gettime(clockid_t which, struct timespec *now) {
    int done = (int)syscall(SYS_clock_gettime, which, now);
    if (done == 0 && control && which == CLOCK_REALTIME) now->tv_sec += (time_t)(int64_t)control[5];
    return done;
}
