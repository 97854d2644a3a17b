// Loaded before a service that a world starts: a world that is killed leaves no process behind.
process.on('disconnect', () => process.exit());
process.channel?.unref();
