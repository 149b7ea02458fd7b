#!/bin/bash
# Creates the topics of topics.csv where they are missing: create.sh BOOTSTRAP_SERVERS REPLICATION_FACTOR
set -euo pipefail

servers=$1
replicas=$2
table=$(dirname "${BASH_SOURCE[0]}")/topics.csv
tool=${KAFKA_TOPICS:-/opt/kafka/bin/kafka-topics.sh}

tail -n +2 "$table" | while IFS=';' read -r topic partitions policy retention largest; do
  "$tool" --bootstrap-server "$servers" --create --if-not-exists --topic "$topic" \
    --partitions "$partitions" --replication-factor "$replicas" \
    --config "cleanup.policy=$policy" --config "retention.ms=$retention" --config "max.message.bytes=$largest" </dev/null
done
