/**
 * The slowest files of those that are small: vitest starts large files first. They start before all others, so that none
 * of them runs alone at the end.
 */
export const slowestFiles: readonly string[] = [
  // Collects garbage often, which takes longest in a process that has loaded much.
  'packages/data/formats/unpack-memory.test.ts',
  'test/security/wide-tables.process.test.ts',
  'server/runs/shared-runs.test.ts',
  'test/v0.1/folder.test.ts',
  'server/backup/backup.test.ts',
  'packages/agents/junk-tables.test.ts',
  'test/security/small-files.process.test.ts',
  'server/processes/child-process-executor.process.test.ts',
  'test/security/echoed-secrets.test.ts',
  'test/repository/packed-packages.process.test.ts',
  'server/backup/crafted-backups.test.ts',
  'packages/data/node/node-tables.test.ts',
  'packages/data/formats/hostile-documents.test.ts',
  'server/runs/queue/run-concurrency.test.ts',
  'test/fuzz/fuzz.test.ts',
  'packages/python/python.process.test.ts',
  'test/repository/public-api.process.test.ts',
  'test/repository/packed-programs.process.test.ts',
  'packages/schema/sync/live-documents.test.ts',
  'packages/cli/main.process.test.ts',
  'server/collaboration/live-pages.test.ts',
  'packages/sandbox/node/sandbox.test.ts',
  'server/faults/server-kills.process.test.ts',
  'server/faults/disk-full.process.test.ts',
  'server/deploy/nginx.process.test.ts',
  'packages/agents/profiling/find-semantic-type.test.ts',
  'packages/outside/databases/open-databases.test.ts',
  'packages/cli/resume.process.test.ts',
  'packages/cli/commands/data/data.process.test.ts',
]
