#!/usr/bin/env bash
# Fills a folder with the real providers that `npm run test:real` runs, for ACR_AUTH_PROVIDER_MIRROR. They are
# unpacked there: Terraform then links them into each folder that it initializes, instead of unpacking them in it.
set -euo pipefail
mkdir -p "$1"
folder=$(cd "$1" && pwd)
packed=$(mktemp -d)
trap 'rm -rf "$packed"' EXIT

for versions in "3.7.0 4.55.0" "3.9.0 5.2.0"; do
  read -r azuread azurerm <<<"$versions"
  mkdir "$packed/$azurerm"
  cat >"$packed/$azurerm/main.tf" <<END
terraform {
  required_providers {
    azuread = { source = "hashicorp/azuread", version = "$azuread" }
    azurerm = { source = "hashicorp/azurerm", version = "$azurerm" }
  }
}
END
  terraform -chdir="$packed/$azurerm" providers mirror -platform=linux_amd64 "$packed/zip"
done

cd "$packed/zip"
for zip in */hashicorp/*/*.zip; do
  version=$(basename "$zip" _linux_amd64.zip)
  unpacked=$folder/$(dirname "$zip")/${version##*_}/linux_amd64
  mkdir -p "$unpacked"
  unzip -q "$zip" -d "$unpacked"
done
