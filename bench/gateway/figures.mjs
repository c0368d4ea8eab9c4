/* Loaded before any process that is measured: it tells what it took, and ends with whoever measures. */

process.on('message', (message) => {
  if (message === 'figures') process.send({ cpu: process.cpuUsage(), rss: process.memoryUsage().rss });
});
process.on('disconnect', () => process.exit());
