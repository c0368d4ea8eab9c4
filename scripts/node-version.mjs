// Runs before anything else on whatever Node the person has: only syntax and API that Node 14 knows may appear here.
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Open ACE needs Node 20.19 or newer and this is Node ${process.versions.node}: install a newer one from https://nodejs.org and run the command again.`,
  );
  process.exit(1);
}
