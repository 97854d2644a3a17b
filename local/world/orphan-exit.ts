// Preloaded by the services of a world, so that they end with it even when it is killed.
process.on('disconnect', () => process.exit());
process.channel?.unref();
