/**
 * The sizes of all test suites. `npm test` uses `daily`, `npm run test:quick` uses `quick`, and `npm run test:long`
 * uses the sizes that the issues specify. Each level always runs the same cases; those of `quick` and `daily` are a
 * fixed subset of those of `long`. `run.mjs` defines the suites of each level, and `web-test-runner.config.mjs` the
 * browser suites that run only in the long tests.
 */
const table = {
  /** The number of cases in a property test. */
  propertyRuns: { quick: 20, daily: 20, long: 10_000 },
  /** Simulations of several people who edit one document through connections that break. */
  liveTrials: { quick: 50, daily: 50, long: 1_000 },
  /** Queued runs that the workers of a restarted server share. */
  queuedRuns: { quick: 60, daily: 240, long: 10_000 },
  /** Kills of servers and pages while five people edit a document. */
  liveKills: { quick: 5, daily: 5, long: 100 },
  /** Simulations of server workers. With 500, the test fails on nearly all single mutations of `step.ts`. */
  workerSimulations: { quick: 100, daily: 500, long: 10_000 },
  /** The number of generated schedules whose times are compared with those found by scanning every minute. */
  scannedSchedules: { quick: 4, daily: 4, long: 10_000 },
  /** Every n-th event of a record after which the command resumes it; the engine resumes after every event. */
  resumedEventEveryNth: { quick: 9, daily: 9, long: 3 },
  /** The number of random runs that are killed at every event. */
  killedRuns: { quick: 6, daily: 6, long: 200 },
  /**
   * The number of random runs with loops, sub-workflows and waits that are killed at every event. They have several
   * times as many events.
   */
  killedLogicRuns: { quick: 2, daily: 2, long: 100 },
  /** The number of cases in a property test that loads a file into DuckDB each time. */
  databaseRuns: { quick: 2, daily: 2, long: 500 },
  /** The number of cases in a property test that sends a request to the server each time. */
  requestRuns: { quick: 8, daily: 8, long: 2_000 },
  /** The number of random requests from a workspace that name data of another one. */
  isolationRequests: { quick: 15, daily: 15, long: 500 },
  /** The number of generated runs whose totals the analytics report. */
  generatedRuns: { quick: 250, daily: 250, long: 10_000 },
  /** The number of rows in the large table that the page loads, prepares and shows. */
  largeRows: { quick: 10_000, daily: 10_000, long: 1_000_000 },
  /** The number of rows in the tables on which every table node runs, in the page and natively. */
  everythingRows: { quick: 400, daily: 400, long: 100_000 },
  /** The numbers of threads with which these nodes run: four, then one. The stored results were computed with one. */
  everythingThreadCounts: { quick: 1, daily: 1, long: 2 },
  /** Rows of the file that one and several threads read with equal results: more than a row group of DuckDB (122,880). */
  threadedRows: { quick: 130_000, daily: 130_000, long: 250_000 },
  /** Every n-th form of a secret that a response of each kind echoes to each node; the first one differs by kind and node. */
  echoedFormEveryNth: { quick: 8, daily: 8, long: 1 },
  /** The size of the largest labeled file whose columns are profiled, in kilobytes. Four of 36 are larger. */
  profiledKilobytes: { quick: 100, daily: 100, long: 2_000 },
  /** Every n-th of the comparisons whose rows as conditions and as an expression are compared; coprime to their period. */
  filterEveryNth: { quick: 37, daily: 37, long: 1 },
  /** Rows of the large text: more than its samples (512 kB), and twice as many have more than is read at once (4 MB). */
  largeTextRows: { quick: 80_000, daily: 80_000, long: 120_000 },
  /** Rows of the gzip archive of which a preview reads the start: several blocks of samples, packed. */
  packedRows: { quick: 100_000, daily: 100_000, long: 400_000 },
  /** Ends of a tab during saves, for each way in which it can end. */
  interruptedSaves: { quick: 1, daily: 1, long: 20 },
  /** The number of cases in each preparing operation whose results are compared with the stored ones. */
  operationCases: { quick: 1, daily: 1, long: 10 },
  /** The size of the file that is stored in parts of 8 MB, in megabytes. */
  partedMegabytes: { quick: 11, daily: 11, long: 20 },
  /** The number of rows in the largest OpenRefine file that is loaded. Five of 55 have more. */
  openRefineRows: { quick: 1_000, daily: 1_000, long: 100_000 },
  /** The size of the largest real file that is loaded, in megabytes. */
  fileMegabytes: { quick: 1, daily: 5, long: 1_000 },
  /** The unpacked size of the archives whose reading is measured, in megabytes. */
  unpackedMegabytes: { quick: 40, daily: 40, long: 500 },
  /** Gzip bombs that every platform unpacks to the limit of 256 MB; `unpack-bombs.test.ts` unpacks the same in Node. */
  archiveBombs: { quick: 0, daily: 0, long: 1 },
  /** The number of characters in the long texts that agents check, profile and prepare. */
  textCharacters: { quick: 5_000, daily: 5_000, long: 100_000 },
  /** Every n-th of a hundred typical graphs; coprime to their ten numbers of nodes, so that each shape has several. */
  canvasGraphEveryNth: { quick: 3, daily: 3, long: 1 },
  /** Points of the graph that the GPU draws, which is emulated in tests. */
  drawnPoints: { quick: 300, daily: 300, long: 100_000 },
  /** Every n-th of the patterns that were found to take linear time is checked again. */
  patternEveryNth: { quick: 1_000, daily: 1_000, long: 1 },
  /** The number of generated inputs per fuzzed target. */
  fuzzInputs: { quick: 3, daily: 3, long: 2_000 },
  /** The number of tables with junk in their cells that are loaded, checked, prepared and profiled. */
  junkTables: { quick: 30, daily: 300, long: 10_000 },
  /** The number of malformed files that are loaded. */
  hostileFiles: { quick: 12, daily: 12, long: 500 },
  /** The number of malformed files that the page loads as well. */
  hostilePageFiles: { quick: 6, daily: 6, long: 500 },
  /** The size of the large hostile files, in megabytes. */
  hostileMegabytes: { quick: 1, daily: 1, long: 100 },
  /** Every n-th of a long list of fixed cases (corpora, labeled files). */
  everyNth: { quick: 10, daily: 1, long: 1 },
  /** Every n-th language model answer that is changed in each of 19 ways. */
  modelAnswerEveryNth: { quick: 20, daily: 20, long: 1 },
  /** Every n-th of the hostile values that each route receives; which ones depends on the route. */
  hostileValueEveryNth: { quick: 8, daily: 8, long: 1 },
  /** Every n-th of the hostile values that replace each value of the exports of other products. */
  replacedValueEveryNth: { quick: 41, daily: 41, long: 1 },
  /** Every n-th of the attempts to break out of SQL, expressions and code. */
  attackEveryNth: { quick: 20, daily: 20, long: 1 },
  /** Every n-th of the repository's documents that a server stores, opens and validates without an effect. */
  storedDocumentEveryNth: { quick: 6, daily: 6, long: 1 },
  /** The number of agents that are killed at random moments. */
  killedAgents: { quick: 5, daily: 5, long: 1_000 },
  /** The number of cases in the largest evaluation that is run. */
  evaluationCases: { quick: 8, daily: 8, long: 220 },
  /** The number of agent runs that are in progress when their server is killed. */
  killedAgentRuns: { quick: 2, daily: 2, long: 100 },
  /** Every n-th of the files below 1 MB that would take much memory. */
  smallFileEveryNth: { quick: 12, daily: 6, long: 1 },
  /** Every n-th of the injected texts that each tool of an agent reads; 243 texts, coprime to their 9 wrappers. */
  injectionEveryNth: { quick: 242, daily: 242, long: 1 },
  /** Every n-th of the published layouts of each file, whose header and records are found. */
  layoutEveryNth: { quick: 10, daily: 3, long: 1 },
  /** Every n-th of the planted errors that were added after the rules of their fixes, of which twenty run always. */
  laterErrorEveryNth: { quick: 4, daily: 4, long: 1 },
  /** Every n-th of the cases that each take seconds. */
  slowEveryNth: { quick: 12, daily: 12, long: 1 },
  /** Every n-th of the cases in the page that run natively as well. */
  pageEveryNth: { quick: 24, daily: 24, long: 1 },
  /**
   * Every n-th of the runs that attack a page: those that exceed the time limits of code and of statements. The others fill
   * hundreds of megabytes; unit tests check the limits of values, tables and records in `npm test`.
   */
  hostileRunEveryNth: { quick: 10, daily: 10, long: 1 },
  /** Every n-th of the files whose results in page, server and command line are compared end to end. */
  equalEveryNth: { quick: 12, daily: 12, long: 1 },
  /** The time limit of an attempt that never ends, in milliseconds. */
  endlessMs: { quick: 100, daily: 100, long: 2_000 },
  /** Characters of a string that a statement repeats; DuckDB checks for cancellation every 2,048 values, never within one. */
  repeated: { quick: 10_000, daily: 100_000, long: 1_000_000 },
  /** The number of times that an editor is added to a page and removed. */
  mounts: { quick: 5, daily: 5, long: 100 },
  /** Every n-th of the server's paths that a browser with the studio's service worker opens; one of each kind always. */
  serverPathEveryNth: { quick: 16, daily: 16, long: 1 },
  /** Every n-th of twenty random moments of a run at which a tab is killed. */
  killedTabEveryNth: { quick: 20, daily: 20, long: 1 },
  /** Every n-th of the widths, zooms and text sizes at which an element is checked. */
  variantEveryNth: { quick: 3, daily: 3, long: 1 },
  /** The number of variants in which each page of the studio is checked: light and dark, each at three widths. */
  looks: { quick: 1, daily: 1, long: 6 },
  /** Every n-th state of the editor and of pages that axe checks. */
  stateEveryNth: { quick: 9, daily: 9, long: 1 },
  /** Every n-th of the templates that are opened in the studio; unit tests check all their documents. */
  templateEveryNth: { quick: 8, daily: 8, long: 1 },
  /** Every n-th of the stories. */
  storyEveryNth: { quick: 45, daily: 45, long: 1 },
  /** Every n-th of the variants in which dialogs, waiting and failed states are checked. */
  partLookEveryNth: { quick: 3, daily: 3, long: 1 },
  /** The number of additional studio scenarios that run without a server. */
  additionalScenarios: { quick: 0, daily: 0, long: 100 },
  /**
   * The number of the studio's five main scenarios that run with the server stopped, after the main workflow, which runs
   * there in `npm test`.
   */
  planOfflineScenarios: { quick: 0, daily: 0, long: 5 },
  /** The number of the studio's five main scenarios that run in Firefox. */
  firefoxScenarios: { quick: 0, daily: 2, long: 5 },
  /** The number of additional scenarios that run with the server stopped. */
  offlineScenarios: { quick: 0, daily: 0, long: 100 },
  /** The number of the studio's five main scenarios that run with a server that stores and runs everything. */
  planServerScenarios: { quick: 0, daily: 0, long: 5 },
  /** The number of additional scenarios that run with a server that stores and runs everything. */
  serverScenarios: { quick: 0, daily: 0, long: 100 },
  /** Every n-th of the 40 tasks of ten kinds of people. */
  taskEveryNth: { quick: 40, daily: 40, long: 1 },
  /** The number of columns in the widest table that is checked, profiled and prepared. */
  wideColumns: { quick: 60, daily: 60, long: 1_000 },
  /** The number of dirty copies of each real table that are checked for errors. */
  dirtyCopies: { quick: 1, daily: 1, long: 10 },
  /** The number of runs in progress while servers and workers are killed. */
  serverKillRuns: { quick: 5, daily: 5, long: 100 },
  /** Rows of the run in a page that a reload interrupts: enough for seconds, without optimized WebAssembly in `daily`. */
  interruptedRows: { quick: 10_000, daily: 10_000, long: 300_000 },
  /** The number of rows in the run whose process is killed and that is resumed from its record. */
  resumedRows: { quick: 20_000, daily: 20_000, long: 100_000 },
  /** The number of times that a server or worker is killed. */
  serverKills: { quick: 1, daily: 1, long: 20 },
  /** The duration of a database outage, in milliseconds. */
  outageMs: { quick: 500, daily: 500, long: 60_000 },
  /** Records of thousands of events that several followers read at different speeds. */
  followedRecords: { quick: 10, daily: 10, long: 30 },
  /** Runs that reach a monthly limit of three requests at the same time. */
  limitedRuns: { quick: 5, daily: 5, long: 8 },
  /** The number of nodes in the document that the server checks in another thread. */
  checkedNodes: { quick: 1_000, daily: 1_000, long: 10_000 },
  /** Every n-th of the clock changes of 12 time zones from 1990 to 2040. */
  clockChangeEveryNth: { quick: 1_000, daily: 1_000, long: 1 },
  /** The number of servers and workers that are killed while schedules start runs every second. */
  scheduleKills: { quick: 1, daily: 1, long: 60 },
  /** The number of files transferred through a server whose storage fails half of its requests. */
  storageFiles: { quick: 1, daily: 1, long: 40 },
} as const

export type Level = 'quick' | 'daily' | 'long'

const globals = globalThis as { process?: { env: Record<string, string | undefined> } }
// Pages have no `process`; Vite provides the level.
const environmentLevel: unknown = globals.process?.env.AW_TEST_LEVEL ?? import.meta.env?.AW_TEST_LEVEL

export const level: Level = environmentLevel === 'quick' || environmentLevel === 'long' ? environmentLevel : 'daily'

/**
 * The V8 flags of Node processes. PGlite and QuickJS run for seconds per test. In that time, optimizing their
 * WebAssembly costs more than it saves, as does validating functions that are never called. The long tests do both.
 */
export const wasmFlags: readonly string[] = level === 'long' ? [] : ['--liftoff-only', '--wasm-lazy-validation']

/**
 * The V8 flags of the processes that run unit tests: larger heaps from the start, because each file leaves a lot of
 * garbage and the loaded modules stay; later optimization of functions, which pays only in the long tests, where they
 * run for minutes; and one helper thread, because other suites use the second core.
 */
export const testProcessFlags: readonly string[] = [
  ...wasmFlags,
  ...(level === 'long' ? [] : ['--interrupt-budget=300000']),
  '--initial-heap-size=768',
  '--min-semi-space-size=32',
  '--max-semi-space-size=64',
  '--v8-pool-size=1',
]

/** The sizes of this level. */
export const sizes = Object.fromEntries(
  Object.entries(table).map(([name, valuesByLevel]) => [name, valuesByLevel[level]]),
) as Record<keyof typeof table, number>

const runsNatively = 'The same cases run natively in `npm test`; in the page they take as long as ten other files.'
const storesResults = 'A further state of stored results; unit tests cover their removal and denied storage.'
const installsStudio = 'A variant of an update that installs the studio in a browser profile of its own, twice.'
const walksStudio = 'Uses many pages one after the other; other tests in `npm test` use each of them.'
const waitsForLimit =
  'Waits until a limit of time is passed; `npm test` ends a child process at its limit of memory and after a kill.'
const checkedInElement = (file: string): string =>
  `Starts the studio for what \`${file}\` checks in \`npm test\` as well.`
const variant = 'A variant of a case in `npm test`, with a page, an engine or a process of its own.'

/** Test files that run in the long tests only, each with the reason. */
export const longOnly: Readonly<Record<string, string>> = {
  'packages/cli/resume.process.test.ts':
    'Kills a command and resumes it; in `npm test`, `run.test.ts` resumes after any event of a record.',
  'server/isolation-by-policies.test.ts':
    'Repeats `isolation.test.ts` without the conditions of statements; `row-security.test.ts` checks every table in `npm test`.',
  'server/faults/agent-kills.process.test.ts':
    'Kills servers in agent runs; `npm test` kills a server with runs in `server-kills.process.test.ts`, and agents at every event.',
  'server/faults/live-kills.process.test.ts':
    'Starts a server again and again; `live-pages.test.ts` ends pages and connections in `npm test`.',
  'server/faults/busy-children.process.test.ts':
    'Occupies all processors; `end-with-parent.process.test.ts` ends processes in native code in `npm test`.',
  'server/triggers/schedules/schedule-kills.process.test.ts':
    'Starts five processes on PostgreSQL; `schedules.test.ts` checks that each planned time starts one run.',
  'server/watches/watch-kills.process.test.ts':
    'Starts two servers on PostgreSQL; `watches.test.ts` checks that several scanners start one run per file.',
  'server/agents/pull-agents.process.test.ts':
    'Starts servers and the example agents; `pull-agents.test.ts` sends the same requests in `npm test`.',
  'test/before-0.2/folder.test.ts':
    'Repeats `folder.test.ts` of v0.1, which opens, displays and resumes older data in `npm test`, with data of a later version.',
  'test/nodes/operations.browser.test.ts': runsNatively,
  'packages/data/browser/heap-end.browser.test.ts': 'Fills the four gigabytes of memory that a page can have.',
  'test/nodes/everything.browser.test.ts': runsNatively,
  'test/nodes/findings.browser.test.ts': runsNatively,
  'test/e2e/accessible-parts.spec.ts':
    'Checks dialogs and failures in one page; in `npm test`, the tests of each element check it with axe.',
  'test/e2e/accessible-states.spec.ts':
    'Checks states of the editor in one page; in `npm test`, the tests of each element check it with axe, and `aw-workflow-editor.browser.test.ts` the editor.',
  'test/e2e/tasks/page-tasks.spec.ts': 'Counts the actions of tasks; other tests in `npm test` use each part of them.',
  'test/e2e/tasks/server-tasks.spec.ts':
    'Counts the actions of tasks; other tests in `npm test` use each part of them.',
  'test/e2e/equal-results.spec.ts':
    'Runs the main workflow in three places; in `npm test`, `examples.test.ts` and `examples.browser.test.ts` compare results of the server and of the page with the same stored ones.',
  'test/e2e/studio/accounts/sign-in.spec.ts':
    'Starts a server and an identity provider; `provider-sign-in.test.ts` and `passkeys.test.ts` run the same flows without a browser.',
  'test/e2e/studio/server/push.spec.ts':
    'Starts a server and a browser with a profile; `push.test.ts` and `push-subscription.test.ts` check the server and the page.',
  'test/e2e/large-table.spec.ts':
    'Measures memory and responsiveness with many rows; `main-job.spec.ts` runs the job in `npm test`.',
  'test/e2e/leaks.spec.ts': 'Takes heap snapshots after every dialog of the editor.',
  'test/e2e/manual.spec.ts': 'Needs the documentation site, which takes half a minute to build.',
  'test/e2e/studio/scenarios/everyday.spec.ts': walksStudio,
  'test/e2e/studio/server/model-agents.spec.ts':
    'Starts a model and chats; `model-agents.test.ts` sends the requests, and `server-pages.spec.ts` opens the page, chats and compares versions in `npm test`.',
  'test/e2e/studio/server/evaluations.spec.ts':
    'Evaluates an agent twice; `evaluations.test.ts` sends the requests, and `server-pages.spec.ts` opens and compares evaluations in `npm test`.',
  'test/e2e/studio/server/queue.spec.ts':
    'Waits for runs; `run-concurrency.test.ts` checks the queue, and `server-pages.spec.ts` opens the page and its settings in `npm test`.',
  'test/e2e/studio/server/events.spec.ts':
    'Waits for events; `events.test.ts` checks them, and `server-pages.spec.ts` opens the page in `npm test`.',
  'test/e2e/studio/workflows/waiting-approval.spec.ts':
    'A scenario of `scenarios.spec.ts` approves in the page in `npm test`; element tests show the drawer.',
  'test/e2e/studio/workflows/full-memory.spec.ts':
    'Fills the memory that a page can have; `watched-statements.test.ts` and `engine.browser.test.ts` end statements in `npm test`.',
  'test/e2e/studio/storage/killed.spec.ts':
    'Kills tabs at random moments; in `npm test`, `resume.spec.ts` interrupts a run in a page, and unit tests kill at every event.',
  'test/e2e/studio/pages/keyboard.spec.ts': walksStudio,
  'test/e2e/studio/workflows/hostile-runs.spec.ts':
    'Attacks a page until the limits of time end the runs; `sandbox.browser.test.ts` and `engine.browser.test.ts` do so without the studio in `npm test`.',
  'test/e2e/tasks/tasks.spec.ts':
    'Counts the actions of common tasks; in `npm test`, `scenarios.spec.ts` uploads files, `main-job.spec.ts` prepares one, and `keyboard-only.spec.ts` counts key presses.',
  'test/e2e/studio/workflows/latest-results.spec.ts': variant,
  'test/e2e/studio/server/analytics.spec.ts':
    'Starts runs for the page; `analytics.test.ts` checks the figures, and `server-pages.spec.ts` opens the page.',
  'test/e2e/studio/server/mcp.spec.ts':
    'Starts an MCP server; `server/mcp` tests send the same requests, and `server-pages.spec.ts` opens the page.',
  'stories/every-docs-page.spec.ts': 'Shows the stories of `every-story.spec.ts` again, all of an element at once.',
  'packages/embed/manifest/write-types.test.ts':
    'Writes the types that the build writes as well; in `npm test`, `public-api.process.test.ts` compares them, and `examples.spec.ts` compiles a React page with them.',
  'test/nodes/templates.browser.test.ts': runsNatively,
  'test/security/rows.browser.test.ts':
    'Runs the attacks of `rows.test.ts` in a page; `sandbox.browser.test.ts` attempts to break out of the page in `npm test`.',
  'test/fuzz/hostile-files.browser.test.ts':
    'Loads files of `hostile-files.test.ts` in a page; `files.spec.ts` loads a binary and an empty file there in `npm test`.',
  'packages/engine/expressions/expression-corpus.browser.test.ts': runsNatively,
  'test/repository/consumer-project.process.test.ts':
    'Packs all packages and compiles samples in a project; in `npm test`, `packed-packages.process.test.ts` and the bundlers install the files of the same packages.',
  'test/seeds/conformance.process.test.ts': 'Repeats `conformance.test.ts` with PostgreSQL instead of PGlite.',
  'test/repository/node-versions.process.test.ts':
    'Installs and builds a clone with each version of Node; CI runs `npm test` on them, and `start.spec.ts` runs `npm start` there.',
  'test/repository/release.process.test.ts': 'Publishes packages to a registry of the test. Releases are rare.',
  'test/bench/real/real.test.ts':
    'Loads and judges 75 published files; `npm test` loads files of each of their kinds with known results.',
  'server/viewing/viewing.process.test.ts':
    'Reads an archive with 60,000 files; `many-entries.test.ts` bounds the listed entries.',
  'test/repository/workflows.process.test.ts':
    'Starts a linter that takes longer than all tests of the files it reads.',
}

/** Tests in Node and end-to-end tests that run in the long tests only, by file and title, each with the reason. */
export const longOnlyTests: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'server/mcp/aborted-calls.test.ts': {
    'at the time limit of an agent': variant,
  },
  'packages/nodes/equal-threads.test.ts': {
    'with a file that several threads read':
      'Prepares more rows than one row group four times; `node-tables.test.ts` checks in `npm test` that tables keep the order of their rows.',
  },
  'test/repository/new-parts.process.test.ts': {
    'writes parts of the right types': 'Checks all types; `npm test` checks that the parts are written.',
    'writes parts whose tests pass, and that every list contains':
      'Transforms and tests a second copy of the sources; `npm test` checks that the parts are written into the lists.',
  },
  'packages/agents/loading/run/packed-files.test.ts': {
    'that is a decompression bomb is rejected early':
      'Unpacks 256 MB; `unpack-bombs.test.ts` unpacks as much of a zip archive, and the preview as far as it needs, in `npm test`.',
  },
  'test/language/german-size.test.ts': {
    'adds at most 32 kB to the first load of a page: texts of the editor and of node types':
      'Bundles and compresses these texts to measure their size.',
    'loads the messages of the engine afterwards, at most 38 kB':
      'Bundles and compresses these texts to measure their size.',
  },
  'packages/data/formats/unpack-bombs.test.ts': {
    'is rejected after reading little of it, as gzip':
      'Unpacks 256 MB in JavaScript; in `npm test`, a zip archive and Zstandard are rejected at the same ratio, and a gzip file at the limit of the platform.',
  },
  'packages/data/formats/many-entries.test.ts': {
    'with more than a million files is rejected': 'Reads a million headers, which takes 20 to 40 seconds.',
  },
  'packages/outside/databases/hostile-postgres.test.ts': {
    'by a row without end ends the query before memory is full':
      'Sends hundreds of megabytes; `npm test` ends a statement at its time limit.',
  },
  'test/nodes/everything.test.ts': {
    'table nodes have the stored result with one thread and with four':
      'Repeats each table node; `equal-threads.test.ts` compares numbers of threads in `npm test`.',
  },
  'server/agents/pull-agents.test.ts': {
    'fails the node when every lease has expired': variant,
    'is deleted while a step waits': variant,
  },
  'server/store/database/row-security.test.ts': {
    'a migration down removes the policies, and the next one adds them again':
      'Checks one migration that has been released; migrations are frozen.',
  },
  'server/runs/queue/run-concurrency.test.ts': {
    'a retry waits for the runs with its key': variant,
    'a key with a limit of 2 has two runs in progress, and a canceled queued run frees nothing': variant,
  },
  'test/e2e/studio/workflows/browser-model.spec.ts': {
    '[25] the model of the browser is downloaded after a question, and reviews findings on request':
      '`prompt-api-model.test.ts` downloads and asks the same model in `npm test`.',
    'without a model, the settings say why the browser has none':
      '`prompt-api-model.test.ts` checks the reason why a model is missing.',
  },
  'test/bench/assistant/ask-data.test.ts': {
    'answers each question that the rules were developed with':
      'Answers more questions, each with a run; `npm test` answers those of common forms.',
    'answers the other questions, or says what it does not understand':
      'Answers forty more questions, each with a run; the rules do not change with them.',
  },
  'server/store/database/migrate.test.ts': {
    'preserve data of older versions one by one, down and up':
      'Changes only with a migration; `npm test` migrates an empty database up, down and up, and `test/v0.1` opens data of v0.1.',
    'names in sub-workflow nodes get the ids of workflows of their workspace':
      'Checks one migration that has been released; migrations are frozen.',
    'data from before there were workspaces belongs to the default workspace':
      'Checks one migration that has been released; migrations are frozen.',
  },
  'server/backup/crafted-backups.test.ts': {
    'with a row that is larger than memory should hold':
      'Writes a row of hundreds of megabytes; the other crafted backups are refused in `npm test`.',
  },
  'server/runs/month-limits.test.ts': {
    'of tool calls hold for all runs, and a raise holds for one of them': variant,
    'start again with the next month':
      'The same sums with another clock; the first day of a period is computed by a tested function.',
  },
  'server/quotas/quotas.test.ts': {
    'apply to single workspaces instead of those of the environment': variant,
    'of runs refuse an evaluation with more cases than runs may start': variant,
    'do not exceed a limit together': variant,
    'refuse webhooks, so that the sender repeats them': variant,
  },
  'server/triggers/schedules/schedules.test.ts': {
    'start once each when the clock is set forward by two hours, within the window': variant,
  },
  'server/notifications/push.test.ts': {
    'the keys of the server stay the same, are encrypted, and survive the rotation of the key':
      '`backup.test.ts` rotates the key of all encrypted values in `npm test`.',
    'belongs to a person and the session, and to one person per browser': variant,
  },
  'server/gallery/gallery.test.ts': {
    'the operator can turn the gallery off': variant,
  },
  'test/e2e/api-viewers.spec.ts': {
    'Redoc shows the routes, without resources from other servers':
      'Renders all routes at once; Swagger UI shows the same document, and `hostile-description.test.ts` checks both pages in `npm test`.',
  },
  'test/e2e/embed.spec.ts': {
    'the packed packages, installed in another folder, run in that page under the policy':
      'The suite of bundlers in `npm test` installs and runs the files of the packed packages as well.',
  },
  'test/e2e/examples.spec.ts': {
    '10-custom-node-types: node types of the page are offered and run, and the page filters the palette':
      'Another example page, `02-react`, runs in `npm test`; `aw-palette.browser.test.ts` filters the palette.',
    '05-several-editors: two editors have separate themes, and styles neither leak in nor out': variant,
    '07-in-an-iframe: a pointer moves a node, menus open at the pointer, and a run completes': variant,
    '08-custom-storage: the page reads and saves documents, and reports why one was not saved':
      checkedInElement('host-page.browser.test.ts'),
    '09-custom-runner: the page executes runs, and reports why one was not started': variant,
    '11-custom-command-and-panel: the page adds a command with a key and a panel':
      checkedInElement('extensions.browser.test.ts'),
  },
  'test/e2e/later-parts.spec.ts': {
    'reports parts of the editor that cannot be fetched, and retries until they load':
      'Other tests in `npm test` load these parts; only a failing network shows this message.',
  },
  'test/e2e/main-job.spec.ts': {
    'still runs when the server stops after the page has loaded':
      '`offline.spec.ts` runs workflows without a server in `npm test`.',
    'makes a messy file clean by default':
      '`clean-table.test.ts` compares the same rows, and the first test of this file prepares one in the page in `npm test`.',
    'keeps changes and results after a reload':
      '`create-session.browser.test.ts` opens a changed workflow again, and `resume.spec.ts` reloads a run in `npm test`.',
    'stores the same bytes uploaded twice as one dataset, and lists it on the data page': variant,
  },
  'test/e2e/studio/accounts/accounts.spec.ts': {
    'a person who is invited as a viewer sees the workflow, and cannot change it':
      'Signs in two people; `role-matrix.test.ts` checks what each role may do in `npm test`.',
    'a person publishes a workflow, shares it by link and restores a version on the server':
      'Sends the requests of `shared-links.test.ts` and `version-labels.test.ts`; the other tests of this file sign in and edit.',
    'a person publishes a workflow in the gallery, copies it and withdraws it':
      'Sends the requests of `gallery.test.ts`; `server-pages.spec.ts` opens the page in `npm test`.',
    'the account page changes the profile, ends sessions, and creates a key that is shown once':
      'Sends the requests of `accounts.test.ts`; the other tests of this file sign in and out.',
    'administrators see who changed what, filter it, and check that nothing was removed':
      'Sends the requests of `audit.test.ts`; the other tests of this file use the pages of a workspace.',
    'an administrator sets the quotas of the workspace':
      'Sends the requests of `quotas.test.ts`; the other tests of this file use the pages of a workspace.',
    'an administrator shortens the retention of the workspace':
      'Sends the requests of `retention.test.ts`; the other tests of this file use the pages of a workspace.',
  },
  'test/e2e/studio/server/offline-edits.spec.ts': {
    'an edit of a page that was closed offline is sent by the next page, without being opened':
      '`server-storage.test.ts` sends it when a page starts; another test of this file closes a page offline in `npm test`.',
  },
  'test/e2e/studio/server/agents.spec.ts': {
    'remote agents are added with credentials, checked, tested, edited and deleted':
      'Sends the requests of `server/agents` tests; `server-pages.spec.ts` opens the page.',
    'built-in agents have the texts of their nodes, in the language of the page and not cut off': walksStudio,
    'a pull agent shows its token once, and what it works on':
      'Waits for a step and its heartbeats; `pull-agents.test.ts` sends the same requests in `npm test`.',
  },
  'test/e2e/keyboard-only.spec.ts': {
    'builds, runs and reads the main job by keyboard alone, with every step announced':
      'The test of its number of key presses does the same job.',
  },
  'test/e2e/studio/workflows/first-look.spec.ts': {
    'offers no run of a workflow without nodes, and says why at every width':
      checkedInElement('aw-run-bar.browser.test.ts'),
    'does not offer to start a workflow with a problem': checkedInElement('aw-run-bar.browser.test.ts'),
    'gives the canvas of a new workflow two thirds of a laptop, and does not call it saved': variant,
    'skips to the steps of a workflow on a phone, where they cover the canvas': variant,
    'reaches every page on a phone': walksStudio,
    'shows the error of a failed run once, and the settings of its nodes':
      'Shows a failed run, as a scenario of `scenarios.spec.ts` in `npm test`.',
    'opens templates without a problem or a warning':
      '`templates.spec.ts` opens a template in `npm test`; unit tests check the documents of all.',
    'shows one control for saving, which says whether a built-in workflow is saved': variant,
    'names a new workflow in the chosen language': variant,
    'shows the result of a validation above its settings on a phone': variant,
  },
  'test/e2e/studio/workflows/incoming-files.spec.ts': {
    'keeps files that are deleted or changed right after they were added':
      '`file-copier.test.ts` reads files at once, and `storage.browser.test.ts` stores arriving files, in `npm test`.',
    'says on the home page what an uploaded file without a table is, and what to do':
      '`files.spec.ts` drops a file without a table in `npm test`; the page shows the same message.',
    'a file that is chosen in the run bar is selected in the dialog that asks for files': variant,
    'names files that cannot be read, and adds the others':
      '`messages.spec.ts` reports unreadable files in `npm test`.',
  },
  'test/e2e/studio/workflows/messages.spec.ts': {
    'a problem covers no control, shifts no layout, and is dismissed on success':
      checkedInElement('layers.browser.test.ts'),
    'dismisses the problem of a file that could not be fetched once it is fetched': variant,
    'shows the text of a problem once the texts of problems are loaded': variant,
  },
  'test/e2e/studio/server/notifications.spec.ts': {
    'rules notify by the browser and by email, and other systems by a URL':
      'Waits for deliveries; `notifications.test.ts` checks them, and `server-pages.spec.ts` opens the page in `npm test`.',
  },
  'test/e2e/studio/storage/offline.spec.ts': {
    'results open in a tab of their own without a server': installsStudio,
    'a newer version that downloads slowly is complete when it is used': installsStudio,
    'a tab that declines the newer version offers it again': installsStudio,
    'a newer version that was not accepted is used once no page was open': installsStudio,
    'evicted files are stored again, also while another tab is open': installsStudio,
    'a newer version is used in all tabs at once, even if the older one is busy': installsStudio,
  },
  'test/e2e/studio/pages/overflow.spec.ts': {
    'a message about a file with a long name shows its button': variant,
    'the home page and the data list use the width of a small laptop in German': walksStudio,
    'toolbar, steps and results of a workflow fit in German at any width': walksStudio,
    'placeholders of search fields fit at the width of a phone, in English and German': walksStudio,
    'the run bar of a phone is one line, and the results tab is visible': walksStudio,
    'an approval of a wide table shows its buttons at any width': variant,
    'lists show filters, actions and headings in full at narrow widths': walksStudio,
    'controls and texts do not run into each other in German': variant,
  },
  'test/e2e/studio/pages/pages.spec.ts': {
    'a placeholder appears instead of a page that takes a moment to load': variant,
    'navigation labels fit in each language and at each width': walksStudio,
    'axe finds no problem on any page of an empty profile in any theme, and all texts are available in German':
      'A used profile has the same pages with more on them; the catalogs are complete by type.',
    'axe finds no problem on any page of a used profile in any theme':
      'Creates a profile for what `scenarios.spec.ts` checks with axe after each scenario in `npm test`.',
  },
  'test/e2e/studio/storage/refused.spec.ts': {
    'reports a full disk, keeps what does not fit until the tab is closed, and loses no stored data':
      '`storage.browser.test.ts` keeps in memory what the database refuses in `npm test`.',
    'says that the browser stores nothing, and works until the tab is closed': variant,
    'reports a tab of an older version that blocks the storage, and loses nothing once it is closed': variant,
    'reports damaged entries, offers them as files, and keeps all other entries':
      checkedInElement('storage.browser.test.ts'),
  },
  'test/e2e/studio/server/schedules.spec.ts': {
    'the form of a schedule node shows the next times, and what is wrong with an expression': variant,
    'a schedule is added, changed, run, filled in for a period, and deleted': variant,
    'a schedule is off until it is turned on; then it starts runs and shows them, and a calendar':
      'Waits for planned times; `schedules.test.ts` checks the starts, and `server-pages.spec.ts` opens the page.',
  },
  'test/e2e/studio/server/server-keys.spec.ts': {
    'the configuration of the server is changed in the settings, and checked by the server':
      'Sends the requests of `server/api/api.test.ts`; `server-pages.spec.ts` opens the page.',
    'a failed run of the server is retried on the server': variant,
    'a failed run of the server is retried with changed settings on the server': variant,
    'a key that the server does not delete stays listed, with the reason': variant,
    'a workflow from a file is imported on the server, too, with what a person grants to it':
      'Imports it as `imported-workflow.spec.ts` does; `server/routes` tests what the server grants.',
  },
  'test/e2e/studio/workflows/sql-check.spec.ts': {
    'checks a statement against its input while it is typed': checkedInElement('aw-code-field.browser.test.ts'),
    'a statement whose constants take long to check ends the engine, and runs continue':
      '`watched-statements.test.ts` ends such a check, and `hostile-runs.spec.ts` ends the engine of a page, in `npm test`.',
    'shows numbers of single precision by their shortest digits, and the load in one line': variant,
    'checks a statement once the file of the run is chosen, and says until then that its columns are unknown': variant,
  },
  'test/e2e/studio/storage/stored-results.spec.ts': {
    'results of a run remain after a reload, with all of their rows':
      '`stored-results.test.ts` restores stored tables, and `resume.spec.ts` reads results after a reload in `npm test`.',
    'results are computed again without a question if the page was left while it stored them': storesResults,
    'removed results are computed again from the dataset': storesResults,
    'results whose dataset is gone cannot be computed, and the page says so': storesResults,
    'a browser that refuses files in its private storage is reported once, and results are shown until the page is left':
      storesResults,
  },
  'test/e2e/studio/workflows/sub-workflow.spec.ts': {
    'a sub-workflow that failed opens from the run and from its settings': checkedInElement(
      'aw-scope-trail.browser.test.ts',
    ),
  },
  'test/e2e/studio/workflows/templates.spec.ts': {
    'runs a template that requests a service in the page, under its policy':
      '`templates.test.ts` runs it natively; `imported-workflow.spec.ts` requests a service under the policy in `npm test`.',
    'stores a file whose page is left right after the choice': variant,
    'reports a file that was dropped before its page was loaded': variant,
  },
  'test/e2e/studio/server/webhooks.spec.ts': {
    'webhooks need a server, and connect that of the page': variant,
    'a test request is shown in the editor, and kept as the sample data of the node':
      'Shows what `webhooks.test.ts` receives; `server-pages.spec.ts` opens the page.',
    'a webhook is turned on, called, protected, and gets a new token that is shown once':
      'Sends the requests of `webhooks.test.ts`; the other tests of this file show a webhook and call it.',
  },
  'test/e2e/v0.1-profile.spec.ts': {
    'a waiting run of v0.1 is approved in the page before its parts are loaded, and resumes':
      '`folder.test.ts` of v0.1 resumes a waiting run of v0.1, and a scenario approves in the page.',
    'a waiting run of v0.1 is rejected in the page and ends': variant,
    'an export of everything of v0.1 is imported': variant,
  },
  'test/e2e/files.spec.ts': {
    'a file of one line loads with its header': variant,
    'a file with one bad row among a hundred columns keeps the row and names its line':
      'Another file for an editor that stays usable; unit tests of loading check rejected rows.',
    'an empty file is a table without columns, and nodes that need rows report it': variant,
    'reports the line of a .json file that is not JSON, and treats the file as data': variant,
  },
  'test/e2e/studio/server/server.spec.ts': {
    'the run bar and a node that works only on a server offer to connect one, in one dialog':
      'Connects to a server in a dialog; another test of this file connects in the settings in `npm test`.',
    'draws, copies, exports, changes and deletes workflows that only the server has, with their nodes': variant,
    'switches between a server and the browser, and loses nothing':
      'Runs three workflows and reads every node; the other tests of this file connect, run and disconnect.',
  },
  'test/e2e/studio/server/server-defects.spec.ts': {
    'pages of accounts say what applies on a server without accounts, and lead to the settings': walksStudio,
    'a switch keeps the requested state until the server has answered': variant,
    'on a phone, the calendar shows all days of a week, and a run shows its location beside its state': walksStudio,
    'on a tablet, figures, charts, outcomes and times of schedules use the width, and agents show no id': walksStudio,
  },
  'test/repository/docs-commands.process.test.ts': {
    'runs the commands of "Install"': 'Runs the commands that `start.spec.ts` and the bundlers run in `npm test`.',
    'runs the commands of "Checking and validating"':
      'Runs commands that `packages/cli/commands` tests in `npm test`; the commands of "Install" run as well.',
    'runs a file by the requests of "HTTP API"':
      'Starts a server for requests that `conformance.test.ts` sends in `npm test`.',
  },
  'server/faults/database-down.process.test.ts': {
    'a server started meanwhile waits for it': variant,
  },
  'server/faults/server-kills.process.test.ts': {
    'while it writes: a backup of its folder has all that it acknowledged, and is restored elsewhere':
      'Starts two servers; `backup-under-load.test.ts` backs up a database that is in use, and `backup.test.ts` a folder.',
  },
  'server/faults/restart.process.test.ts': {
    'a continued run can be cancelled': variant,
  },
  'server/web-tools/tool-routes.test.ts': {
    'stops the conversion of a page that would take minutes':
      'Waits for the limit of 15 seconds; `convert-html.test.ts` stops a conversion at a shorter one in `npm test`.',
  },
  'packages/data/formats/unpack-memory.test.ts': {
    'from xlsx': 'Unpacks a zip archive, as another test of this file; `read-xlsx.test.ts` reads workbooks.',
    'from ods': 'Unpacks a zip archive, as another test of this file.',
  },
  'packages/data/files/json-memory.process.test.ts': {
    'reads columns that are objects of numbered rows, whose positions do not fit in memory':
      'Reads a million rows in a process of its own, as for lists in `npm test`; `read-json.test.ts` reads both shapes.',
    'reports columns with too many rows that are not numbered in order':
      'Reads two million rows, the limit, in a process of its own, as for lists in `npm test`.',
  },
  'packages/cli/commands/data/data.process.test.ts': {
    'migrate, backup, restore, purge and rotate-key work and report their results':
      'Opens databases about ten times; unit tests in `npm test` check what these commands do.',
  },
  'packages/cli/main.process.test.ts': {
    'serves until it is stopped': 'Starts the server as `start.spec.ts` does in `npm test`.',
    'another process ends a command that uses too much memory, even if nobody reads its errors': variant,
    'a statement that fills the memory outside its data engine is reported and recorded, and ends the command':
      waitsForLimit,
    'a statement past its limit that DuckDB cannot interrupt is reported and recorded, and ends the command':
      'Waits for the limit and its grace period; Ctrl-C ends such a statement in `npm test`.',
  },
  'server/main.process.test.ts': {
    'names an invalid setting': '`environment` tests read every setting in `npm test`.',
    'with AUTH=required prints a setup link once, whose user owns the existing data':
      'Starts a server twice; `accounts.spec.ts` uses the setup link of a server in `npm test`.',
    'runs the main job and has its result after a kill':
      'Starts a server three times; `restart.process.test.ts` kills a server with data in `npm test`.',
    'opens again after a kill during the creation of its database':
      'Creates a database twice in new processes; the tests of restarts kill a server with data.',
  },
  'server/processes/child-process-executor.process.test.ts': {
    'a run is not killed when the wall clock of the server is set forward':
      'Starts processes for what `child-process-executor.test.ts` checks with scripted processes in `npm test`.',
    'a run that waits for a data engine does not use up its time limit':
      'Starts processes for what `child-process-executor.test.ts` checks with scripted processes in `npm test`.',
    'a run whose step stops responding moves to another process': waitsForLimit,
    'a run that ignores messages ends at its time limit, even in a new process': waitsForLimit,
    'a statement past its limit fails its run, its process is replaced, and other runs continue': waitsForLimit,
    'a run whose statement fills the memory outside its data engine fails with a problem': waitsForLimit,
    'the data engine of a run has the memory limit of the settings': waitsForLimit,
  },
  'server/viewing/reader-processes.process.test.ts': {
    'are ended and replaced at their limits, and leave no files': waitsForLimit,
  },
  'test/repository/packed-packages.process.test.ts': {
    'have no problem that publint or attw reports':
      'Checks types as other versions of TypeScript read them; the bundlers of `npm test` use their files.',
  },
  'test/repository/public-api.process.test.ts': {
    'declare types that are equal to those of the sources':
      'Checks every exported type twice; the reports of the public API are compared in `npm test`.',
  },
}

/** Escapes a string for a regular expression that matches it. */
export const escapePattern = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** The seed of every property test. A case that has failed once becomes a separate test. */
export const seed = 20261120

/** Returns the first and then every n-th of a list of fixed cases: at least one, whatever `n` is. */
export const selectEvery = <T>(cases: readonly T[], n: number): T[] => cases.filter((_, index) => index % n === 0)

/** Returns the cases of a long list that this level runs. */
export const selectCases = <T>(cases: readonly T[]): T[] => selectEvery(cases, sizes.everyNth)

/** Returns the attempts to break out of a sandbox that this level runs. */
export const selectAttacks = <T>(attempts: readonly T[]): T[] => selectEvery(attempts, sizes.attackEveryNth)

/** Returns the cases that this level runs if each takes seconds. */
export const selectSlowCases = <T>(cases: readonly T[]): T[] => selectEvery(selectCases(cases), sizes.slowEveryNth)

/** Returns the widths, zooms or text sizes at which this level checks an element. */
export const selectVariants = <T>(variants: readonly T[]): T[] => selectEvery(variants, sizes.variantEveryNth)

/** Returns the cases that this level runs if they run both natively and in the page, where fewer run. */
export const selectPageCases = <T>(cases: readonly T[]): T[] =>
  globals.process ? selectCases(cases) : selectEvery(selectCases(cases), sizes.pageEveryNth)
