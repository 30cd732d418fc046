#!/bin/sh
# Renders a recording with a Slurm array, and joins the result.
#   deploy/slurm/submit.sh RECORDING OUT SHARDS [options of "overlane plan"]
# RECORDING and OUT are on a file system that all nodes share. OVERLANE is how a node calls Overlane.
set -eu
recording=$1 out=$2 shards=$3
shift 3
here=$(cd "$(dirname "$0")" && pwd)
export OVERLANE="${OVERLANE:-overlane}"

# A task that Slurm starts again renders only what is still missing, because complete chunks are kept.
plan=$(sbatch --parsable "$here/task.sbatch" plan "$recording" --out "$out" "$@")
render=$(sbatch --parsable --dependency="afterok:$plan" --array="1-$shards" "$here/task.sbatch" \
  render "$recording" --out "$out" --shard-from-env)
# It runs whatever became of the tasks, and says which chunks are missing.
join=$(sbatch --parsable --dependency="afterany:$render" "$here/task.sbatch" join "$out")
echo "plan $plan, render $render (1 to $shards), join $join"
