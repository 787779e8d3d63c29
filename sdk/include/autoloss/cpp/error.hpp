// Exceptions on the plugin's side of the border, and the one wrapper that turns them into a status and a message.
#ifndef AUTOLOSS_CPP_ERROR_HPP
#define AUTOLOSS_CPP_ERROR_HPP

#include <autoloss/base.h>

#include <cstring>
#include <exception>
#include <new>
#include <stdexcept>
#include <string>

namespace autoloss::sdk {

// What a component throws to fail a call with a status of its choice. Any other exception becomes AUTOLOSS_INTERNAL.
class Error : public std::runtime_error {
 public:
  Error(int32_t status, const std::string& message) : std::runtime_error(message), status_(status) {}
  int32_t status() const noexcept { return status_; }

 private:
  int32_t status_;
};

// Writes a message into the caller's buffer; does nothing without a buffer. One that is too long is cut between two
// characters, and further lines follow on the first.
inline void set_message(autoloss_error* error, const char* message) noexcept {
  if (error == nullptr || !AUTOLOSS_HAS(autoloss_error, error, message)) return;
  std::size_t size = std::strlen(message);
  if (size >= sizeof(error->message)) {
    size = sizeof(error->message) - 1;
    while (size > 0 && (static_cast<unsigned char>(message[size]) & 0xC0) == 0x80) --size;
  }
  for (std::size_t place = 0; place < size; ++place)
    error->message[place] = message[place] == '\n' ? ' ' : message[place];
  error->message[size] = '\0';
}

// Runs body() and returns AUTOLOSS_OK, or the status of what it threw with the message in *error.
template <class Body>
int32_t guarded(autoloss_error* error, Body&& body) noexcept {
  try {
    body();
    return AUTOLOSS_OK;
  } catch (const Error& failure) {
    set_message(error, failure.what());
    return failure.status();
  } catch (const std::bad_alloc&) {
    set_message(error, "out of memory");
    return AUTOLOSS_OUT_OF_MEMORY;
  } catch (const std::exception& failure) {
    set_message(error, failure.what());
    return AUTOLOSS_INTERNAL;
  } catch (...) {
    set_message(error, "an exception that is no std::exception");
    return AUTOLOSS_INTERNAL;
  }
}

}  // namespace autoloss::sdk

#endif
