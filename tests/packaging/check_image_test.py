#!/usr/bin/env python3
"""check_image notices a library that the image would lack."""

import sys
import unittest

import check_image

DOCKERFILE = """FROM debian:12 AS build
RUN apt-get install --yes {0}
FROM debian:12-slim
RUN apt-get update \\
    && apt-get install --yes --no-install-recommends \\
      {1} \\
    && rm -rf /var/lib/apt/lists/*
"""


class CheckImage(unittest.TestCase):
    def test_reads_the_packages_of_the_last_stage(self):
        self.assertEqual(
            check_image.installed_by(
                DOCKERFILE.format("cmake", "libgrpc++1.51 \\\n  libssl3")),
            {"libgrpc++1.51", "libssl3"})

    def test_a_dependency_of_an_installed_package_is_there(self):
        self.assertEqual(
            check_image.missing(DOCKERFILE.format("cmake", "cmake"),
                                ["/usr/bin/cmake"]), [])

    def test_a_package_of_the_first_stage_is_not(self):
        lacking = check_image.missing(
            DOCKERFILE.format("cmake", "ca-certificates"), ["/usr/bin/cmake"])
        self.assertIn(("/usr/bin/cmake", "librhash0"), lacking)


if __name__ == "__main__":
    sys.exit(unittest.main())
