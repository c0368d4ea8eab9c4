# Installs the agent of Open ACE on this machine, or updates it, and keeps the enrolment that is there.
#
#   $env:OPENACE_REGISTRATION_TOKEN = '<registration token>'; irm @SERVER@/agent/install.ps1 | iex
#
# OPENACE_AGENT_CA_FILE names certificates (PEM) to believe; OPENACE_NO_SERVICE=1 only installs and enrols.
& {
  $ErrorActionPreference = 'Stop'
  $server = '@SERVER@'
  # The script says what it may install: a checksum beside the program could be exchanged together with it.
  $sha256 = '@SHA256@'

  $node = Get-Command node.exe -ErrorAction SilentlyContinue
  if (-not $node) { throw 'Node.js is missing. Install version 20.19 or newer from https://nodejs.org, then run this again.' }
  $version = [version](& $node.Source -p 'process.versions.node')
  if ($version -lt [version]'20.19.0') { throw "Node.js here is $version. Install version 20.19 or newer from https://nodejs.org, then run this again." }

  $draft = Join-Path ([IO.Path]::GetTempPath()) ([Guid]::NewGuid())
  New-Item -ItemType Directory -Path $draft | Out-Null
  try {
    $archive = Join-Path $draft 'agent.tgz'
    if ($env:OPENACE_AGENT_CA_FILE) {
      & curl.exe -fsSL --cacert $env:OPENACE_AGENT_CA_FILE -o $archive "$server/agent/agent.tgz"
      if ($LASTEXITCODE) { throw "The agent could not be downloaded from $server." }
    } else {
      Invoke-WebRequest -UseBasicParsing -Uri "$server/agent/agent.tgz" -OutFile $archive
    }
    if ((Get-FileHash -Algorithm SHA256 -Path $archive).Hash -ne $sha256) {
      throw 'What arrived is not what this script was made for. Nothing was installed. If the server was just updated, run this again.'
    }
    & tar.exe -xzf $archive -C $draft
    if ($LASTEXITCODE) { throw 'The agent could not be unpacked.' }
    $root = Join-Path $HOME '.open-ace\agent-program'
    $bin = Join-Path $HOME '.local\bin'
    $agent = & $node.Source (Join-Path $draft 'package\bin\openace-agent.mjs') place --root $root --bin $bin
    if ($LASTEXITCODE) { throw 'The agent could not be installed.' }
    Write-Output "Installed $(& $agent version): $agent"
    if (($env:Path -split ';') -notcontains $bin) { Write-Output "$bin is not on your PATH." }

    $enrol = @('enrol', '--keep', '--server', $server)
    if ($env:OPENACE_AGENT_CA_FILE) { $enrol += @('--cacert', $env:OPENACE_AGENT_CA_FILE) }
    & $agent @enrol
    if ($LASTEXITCODE) { throw 'This machine was not enrolled.' }
    if ($env:OPENACE_NO_SERVICE -eq '1') {
      Write-Output "No service was installed. Start the agent with: $agent run"
    } else {
      & $agent service install
      if ($LASTEXITCODE) { throw 'The service was not installed.' }
    }
  } finally {
    Remove-Item Env:OPENACE_REGISTRATION_TOKEN -ErrorAction SilentlyContinue
    Remove-Item -Recurse -Force $draft
  }
}
