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

}  // namespace kenpin

#endif  // KENPIN_ENGINE_INTERRUPT_H_
