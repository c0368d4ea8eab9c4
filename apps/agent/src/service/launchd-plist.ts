import type { ServicePlan } from './service.ts';
import { xmlText } from './xml.ts';

export const launchdLabel = 'com.openace.agent';

/** launchd cannot tell one exit code from another: the supervisor ends with 0 where nothing is to be started again. */
export function launchdPlist({ node, entry, dir, path }: ServicePlan): string {
  const words = [node, entry, 'service', 'supervise', '--dir', dir].map((word) => `    <string>${xmlText(word)}</string>`).join('\n');
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>Label</key>
  <string>${launchdLabel}</string>
  <key>ProgramArguments</key>
  <array>
${words}
  </array>
  <key>EnvironmentVariables</key>
  <dict>
    <key>PATH</key>
    <string>${xmlText(path)}</string>
  </dict>
  <key>RunAtLoad</key>
  <true/>
  <key>KeepAlive</key>
  <dict>
    <key>SuccessfulExit</key>
    <false/>
  </dict>
  <key>ThrottleInterval</key>
  <integer>10</integer>
  <key>ExitTimeOut</key>
  <integer>20</integer>
</dict>
</plist>
`;
}
