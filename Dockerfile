# One image for wiredesk-ingest, wiredesk-enricher and wiredesk:
#
#   docker build --tag wiredesk .
#   docker run wiredesk wiredesk-ingest --brokers kafka:9092
#
# scripts/image builds it without a container engine.

FROM debian:13-slim AS build
WORKDIR /src

COPY scripts/setup scripts/steps.sh scripts/
RUN scripts/setup build

COPY CMakeLists.txt CMakePresets.json LICENSE NOTICE README.md ./
COPY cmake cmake
COPY proto proto
COPY resources resources
COPY lib lib
COPY services services
RUN cmake --preset release -D WIREDESK_TESTS=OFF -D CMAKE_INSTALL_PREFIX=/usr/local && cmake --build --preset release
RUN DESTDIR=/stage cmake --install build --strip

COPY scripts/runtime-packages scripts/
RUN scripts/runtime-packages /stage/usr/local/bin/* > /runtime-packages


FROM debian:13-slim

# The shared libraries that the programs name, and the authorities that sign brokers' certificates.
COPY --from=build /runtime-packages /usr/local/share/wiredesk/runtime-packages
RUN apt-get update \
    && xargs apt-get install --yes --no-install-recommends ca-certificates < /usr/local/share/wiredesk/runtime-packages \
    && rm -rf /var/lib/apt/lists/* /var/cache/apt /var/cache/ldconfig /var/log/apt /var/log/dpkg.log
COPY --from=build /stage/ /

ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Wiredesk" \
      org.opencontainers.image.description="Takes news articles over gRPC, normalizes and tags them, publishes to Kafka" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.base.name="docker.io/library/debian:13-slim" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION"

# A number, so that Kubernetes can see that it is not root. The programs write nowhere.
USER 65532:65532
# gRPC; /metrics, /healthz and /readyz of ingest and of the enricher.
EXPOSE 50051 9464 9465
CMD ["wiredesk", "--help"]
