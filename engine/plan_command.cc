#include "engine/plan_command.h"

#include <memory>

#include "engine/complain.h"
#include "engine/partial/corpus_plan.h"
#include "io/sink.h"

namespace kenpin {

int RunPlan(const PlanOptions& options) {
  const absl::StatusOr<Manifest> manifest = PlanCorpus(options.inputs, options.shards, options.format);
  if (!manifest.ok()) {
    Complain(manifest.status());
    return kExitOperational;
  }
  absl::StatusOr<std::unique_ptr<Sink>> sink = Sink::Open(options.out_path);
  absl::Status status = sink.status();
  if (status.ok()) status = (*sink)->Append(WriteManifest(*manifest));
  if (status.ok()) status = (*sink)->Commit();
  if (status.ok()) return kExitClean;
  if (IsClosedPipe(status)) return kExitClosedPipe;
  Complain(status);
  return kExitOperational;
}

}  // namespace kenpin
