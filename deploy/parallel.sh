#!/bin/sh
# Renders a recording with several processes of one machine, or of several by ssh: GNU parallel.
#   deploy/parallel.sh RECORDING OUT SHARDS [options of parallel, such as --sshlogin a,b]
# For other machines, RECORDING and OUT are absolute paths of a file system that all of them share.
set -eu
recording=$1 out=$2 shards=$3
shift 3
overlane=${OVERLANE:-overlane}

$overlane plan "$recording" --out "$out"
# A shard that ends badly is tried twice more: it renders only what is still missing.
seq "$shards" | parallel --retries 3 --line-buffer "$@" \
  "$overlane render '$recording' --out '$out' --shard {}/$shards"
$overlane join "$out"
