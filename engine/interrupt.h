// Ctrl-C and its relatives: a flag that the pipeline looks at between chunks, so that a run ends cleanly.
#ifndef KENPIN_ENGINE_INTERRUPT_H_
#define KENPIN_ENGINE_INTERRUPT_H_

namespace kenpin {

// Makes SIGINT and SIGTERM set the flag (a second one ends the process at once, as usual) and ignores
// SIGPIPE, so that a closed stdout is a write error. Call once, from main's thread, before threads are
// started.
void InstallSignalHandlers();

// The signal that came, or 0. Any thread.
int PendingSignal();

// A descriptor that can be read once a signal is pending, for whoever waits in poll(); -1 before
// InstallSignalHandlers(). Nobody reads it. Any thread.
int StopDescriptor();

}  // namespace kenpin

#endif  // KENPIN_ENGINE_INTERRUPT_H_
