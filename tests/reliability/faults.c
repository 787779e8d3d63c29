/* libfaults.so, for LD_PRELOAD: lets one call that writes fail, below a folder of choice, and counts such calls, so
 * that a script can let each in turn fail.
 *
 *   FAULTS_BELOW   folder, absolute: calls on files in it or below it count; nothing happens without it
 *   FAULTS_LOG     file that receives a line for each call that counts: "NUMBER CALL PATH"
 *   FAULTS_AT      number of the call that fails, from 1; none if not given
 *   FAULTS_KIND    how: "ENOSPC" (the default), "EIO", or "SHORT": a write takes half of its bytes; other calls go well
 *   FAULTS_STAYS   "1": all later calls fail, too, as on a disk that stays full; but for SHORT
 *
 * Calls: open, openat, creat and fopen for writing; write, pwrite, writev, fsync, fdatasync, ftruncate, close of what
 * was opened for writing; rename (by its target), mkdir. A close that fails has closed. What the C library does within
 * itself is not seen: the writes of a FILE. Counts are those of a process; forked ones go on from it. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum verdict { GO_ON, FAIL, CUT };

static atomic_long calls;

static void* real(const char* name) {
  void* found = dlsym(RTLD_NEXT, name);
  if (found == NULL) _exit(99);
  return found;
}
/* The next function of that name, looked up once, as NAME_real. */
#define REAL(name)                              \
  static __typeof__(&name) name##_real;         \
  if (name##_real == NULL) {                    \
    void* found = real(#name);                  \
    memcpy(&name##_real, &found, sizeof found); \
  }

static int below(const char* path) {
  const char* folder = getenv("FAULTS_BELOW");
  const size_t length = folder != NULL ? strlen(folder) : 0;
  return length > 0 && strncmp(path, folder, length) == 0 && (path[length] == '/' || path[length] == '\0');
}

/* Of a path that may be relative to a folder; the file itself may not exist yet. False: it does not fit. */
static int absolute(int folder, const char* path, char* result) {
  char base[PATH_MAX];
  char link[64];
  ssize_t length;
  if (path[0] == '/') return snprintf(result, PATH_MAX, "%s", path) < PATH_MAX;
  if (folder == AT_FDCWD) {
    if (getcwd(base, sizeof base) == NULL) return 0;
  } else {
    snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
    length = readlink(link, base, sizeof base - 1);
    if (length < 0) return 0;
    base[length] = '\0';
  }
  return snprintf(result, PATH_MAX, "%s/%s", base, path) < PATH_MAX;
}

static void note(long number, const char* call, const char* path) {
  const char* name = getenv("FAULTS_LOG");
  char line[PATH_MAX + 64];
  int file;
  long written;
  if (name == NULL) return;
  file = (int)syscall(SYS_openat, AT_FDCWD, name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (file < 0) return;
  snprintf(line, sizeof line, "%ld %s %s\n", number, call, path);
  written = syscall(SYS_write, file, line, strlen(line));
  (void)written;
  syscall(SYS_close, file);
}

/* Counts a call on a file and says what becomes of it; sets errno where it fails. */
static enum verdict judge(const char* call, const char* path) {
  const char* at = getenv("FAULTS_AT");
  const char* kind = getenv("FAULTS_KIND");
  const char* stays = getenv("FAULTS_STAYS");
  const int before = errno;
  long number, chosen;
  if (!below(path)) return GO_ON;
  number = atomic_fetch_add(&calls, 1) + 1;
  note(number, call, path);
  errno = before;
  chosen = at != NULL ? atol(at) : 0;
  if (kind == NULL) kind = "ENOSPC";
  if (strcmp(kind, "SHORT") == 0) return number == chosen ? CUT : GO_ON;
  if (chosen <= 0 || number < chosen) return GO_ON;
  if (number > chosen && (stays == NULL || strcmp(stays, "1") != 0)) return GO_ON;
  errno = strcmp(kind, "EIO") == 0 ? EIO : ENOSPC;
  return FAIL;
}

static enum verdict judge_path(const char* call, int folder, const char* path) {
  char whole[PATH_MAX];
  return absolute(folder, path, whole) ? judge(call, whole) : GO_ON;
}

static enum verdict judge_file(const char* call, int file) {
  char link[64], path[PATH_MAX];
  ssize_t length;
  const int before = errno;
  const int mode = fcntl(file, F_GETFL);
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  length = mode >= 0 ? readlink(link, path, sizeof path - 1) : -1;
  errno = before;
  if (length < 0 || (mode & O_ACCMODE) == O_RDONLY) return GO_ON;
  path[length] = '\0';
  return judge(call, path);
}

static int writes(int flags) {
  return (flags & O_ACCMODE) != O_RDONLY;
}

#define MODE_OF(flags, mode)                  \
  mode_t mode = 0;                            \
  if ((flags & (O_CREAT | O_TMPFILE)) != 0) { \
    va_list rest;                             \
    va_start(rest, flags);                    \
    mode = va_arg(rest, mode_t);              \
    va_end(rest);                             \
  }

int open(const char* path, int flags, ...) {
  REAL(open)
  MODE_OF(flags, mode)
  if (writes(flags) && judge_path("open", AT_FDCWD, path) == FAIL) return -1;
  return open_real(path, flags, mode);
}

int open64(const char* path, int flags, ...) {
  REAL(open64)
  MODE_OF(flags, mode)
  if (writes(flags) && judge_path("open", AT_FDCWD, path) == FAIL) return -1;
  return open64_real(path, flags, mode);
}

int openat(int folder, const char* path, int flags, ...) {
  REAL(openat)
  MODE_OF(flags, mode)
  if (writes(flags) && judge_path("openat", folder, path) == FAIL) return -1;
  return openat_real(folder, path, flags, mode);
}

int openat64(int folder, const char* path, int flags, ...) {
  REAL(openat64)
  MODE_OF(flags, mode)
  if (writes(flags) && judge_path("openat", folder, path) == FAIL) return -1;
  return openat64_real(folder, path, flags, mode);
}

int creat(const char* path, mode_t mode) {
  return open(path, O_CREAT | O_WRONLY | O_TRUNC, mode);
}

static int opens_for_writing(const char* mode) {
  return strpbrk(mode, "wa+") != NULL;
}

FILE* fopen(const char* path, const char* mode) {
  REAL(fopen)
  if (opens_for_writing(mode) && judge_path("fopen", AT_FDCWD, path) == FAIL) return NULL;
  return fopen_real(path, mode);
}

FILE* fopen64(const char* path, const char* mode) {
  REAL(fopen64)
  if (opens_for_writing(mode) && judge_path("fopen", AT_FDCWD, path) == FAIL) return NULL;
  return fopen64_real(path, mode);
}

/* Half of it, but something. */
static size_t cut(size_t size) {
  return size > 1 ? size / 2 : size;
}

ssize_t write(int file, const void* bytes, size_t size) {
  REAL(write)
  const enum verdict verdict = judge_file("write", file);
  if (verdict == FAIL) return -1;
  return write_real(file, bytes, verdict == CUT ? cut(size) : size);
}

ssize_t pwrite(int file, const void* bytes, size_t size, off_t place) {
  REAL(pwrite)
  const enum verdict verdict = judge_file("pwrite", file);
  if (verdict == FAIL) return -1;
  return pwrite_real(file, bytes, verdict == CUT ? cut(size) : size, place);
}

ssize_t pwrite64(int file, const void* bytes, size_t size, off64_t place) {
  REAL(pwrite64)
  const enum verdict verdict = judge_file("pwrite", file);
  if (verdict == FAIL) return -1;
  return pwrite64_real(file, bytes, verdict == CUT ? cut(size) : size, place);
}

ssize_t writev(int file, const struct iovec* parts, int count) {
  REAL(writev)
  const enum verdict verdict = judge_file("writev", file);
  if (verdict == FAIL) return -1;
  if (verdict == CUT && count > 0) {
    struct iovec part = parts[0];
    part.iov_len = cut(part.iov_len);
    return writev_real(file, &part, 1);
  }
  return writev_real(file, parts, count);
}

int fsync(int file) {
  REAL(fsync)
  return judge_file("fsync", file) == FAIL ? -1 : fsync_real(file);
}

int fdatasync(int file) {
  REAL(fdatasync)
  return judge_file("fdatasync", file) == FAIL ? -1 : fdatasync_real(file);
}

int ftruncate(int file, off_t size) {
  REAL(ftruncate)
  return judge_file("ftruncate", file) == FAIL ? -1 : ftruncate_real(file, size);
}

int ftruncate64(int file, off64_t size) {
  REAL(ftruncate64)
  return judge_file("ftruncate", file) == FAIL ? -1 : ftruncate64_real(file, size);
}

int close(int file) {
  REAL(close)
  const int failed = judge_file("close", file) == FAIL;
  const int reason = errno;
  const int result = close_real(file);
  if (!failed) return result;
  errno = reason;
  return -1;
}

int rename(const char* from, const char* to) {
  REAL(rename)
  return judge_path("rename", AT_FDCWD, to) == FAIL ? -1 : rename_real(from, to);
}

int renameat(int from_folder, const char* from, int to_folder, const char* to) {
  REAL(renameat)
  return judge_path("renameat", to_folder, to) == FAIL ? -1 : renameat_real(from_folder, from, to_folder, to);
}

int mkdir(const char* path, mode_t mode) {
  REAL(mkdir)
  return judge_path("mkdir", AT_FDCWD, path) == FAIL ? -1 : mkdir_real(path, mode);
}
