import { exitCodes } from '../ending.ts';

export const usage = `Usage: openace-agent <command>

  login                                  Make this machine one of an Open ACE server; asks for what it needs.
  enrol --server <url> --token <token>   The same without questions. With --cacert <file>: believe these certificates;
                                         with --keep: leave an enrolment that the server still knows as it is.
  logout                                 Give up the enrolment.
  run [--server <url> --token <token>]   Work for the server in the foreground, until stopped; enrols first where it has to.
  service <verb>                         install, start, stop, uninstall, status: run in the background, from boot on.
  status                                 Print server, machine, service, last connection and CLIs.
  menu                                   Start one of this machine's CLIs by hand.
  shell                                  Your shell; with OPENACE_API_TOKEN its CLIs go through the gateway.
  update                                 Replace this program by the one that the server gives out.
  config-check                           Print every setting and where it comes from, and every mistake.
  version                                Print version and commit.

Settings: OPENACE_SERVER_URL, OPENACE_REGISTRATION_TOKEN, OPENACE_AGENT_DIR (default ~/.open-ace/agent), OPENACE_LOG_LEVEL,
OPENACE_AGENT_LOG_FILE, OPENACE_AGENT_BOX_MB, OPENACE_AGENT_MAX_SESSIONS, OPENACE_AGENT_ALLOWED_ROOTS, OPENACE_AGENT_CA_FILE;
or agent.json in the agent's folder.

Exit codes: ${exitCodes.done} done, ${exitCodes.failed} failed, ${exitCodes.usage} wrong usage, ${exitCodes.refused} not wanted by the server (do not start it again), ${exitCodes.inUse} another agent works here.`;
