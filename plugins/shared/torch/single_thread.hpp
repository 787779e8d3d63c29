// Keeps LibTorch on the calling thread.
#ifndef AUTOLOSS_SHARED_TORCH_SINGLE_THREAD_HPP
#define AUTOLOSS_SHARED_TORCH_SINGLE_THREAD_HPP

namespace autoloss::torch_parts {

// While one lives, LibTorch's operators on the CPU run on this thread alone, whatever the number of cores: a sum that
// is split over threads depends on how many there are in its last bits. The host runs many instances at once, which is
// the better use of the cores.
//
// How: LibTorch asks OpenMP how many threads a parallel region may have, and OpenMP keeps that number for each thread
// (the ICV nthreads-var). This sets it to 1 for the calling thread and puts the old value back at the end; nothing of
// the process changes, unlike with at::set_num_threads. The functions are those of the OpenMP library that LibTorch
// itself is linked to, which need not be the compiler's own. A LibTorch built without OpenMP keeps its threads.
//
// Every slot that computes makes one first. Not to be handed to another thread.
class SingleThread {
 public:
  SingleThread();
  ~SingleThread();
  SingleThread(const SingleThread&) = delete;
  SingleThread& operator=(const SingleThread&) = delete;

 private:
  int before_ = 0;  // threads that this one might have used; 0: not known
};

}  // namespace autoloss::torch_parts

#endif
