/**
 * The size of every suite, in one place. `npm test` uses `daily`, `npm run test:quick` uses `quick`, and
 * `npm run test:long` uses the sizes that the issues name. Each level always runs the same cases: those of `quick` and
 * `daily` are a fixed part of those of `long`. `run.mjs` states which suites a level has, and
 * `web-test-runner.config.mjs` which browser suites run in the long tests only.
 */
const table = {
  /** Cases of a property test. */
  propertyRuns: { quick: 50, daily: 100, long: 10_000 },
  /** Random runs that are killed at every event. */
  killedRuns: { quick: 10, daily: 10, long: 200 },
  /** Random runs with loops, sub-workflows and waits, which have several times the events, killed at every event. */
  killedLogicRuns: { quick: 2, daily: 3, long: 100 },
  /** Cases of a property test that loads a file into DuckDB each time. */
  databaseRuns: { quick: 5, daily: 8, long: 500 },
  /** Cases of a property test that sends a request to the server each time. */
  requestRuns: { quick: 25, daily: 60, long: 2_000 },
  /** Rows of the large table that the page loads, prepares and shows. */
  largeRows: { quick: 10_000, daily: 100_000, long: 1_000_000 },
  /** Rows of the tables on which every table node runs, in the page and natively. */
  everythingRows: { quick: 2_000, daily: 2_000, long: 100_000 },
  /** Largest real file that is loaded, in megabytes. */
  fileMegabytes: { quick: 1, daily: 5, long: 1_000 },
  /** Characters of the long texts that agents check, profile and prepare. */
  textCharacters: { quick: 10_000, daily: 20_000, long: 100_000 },
  /** Nodes of the large graph on the canvas. */
  largeGraph: { quick: 1_000, daily: 10_000, long: 10_000 },
  /** Points of the graph that the GPU draws, which is emulated in tests. */
  drawnPoints: { quick: 2_000, daily: 25_000, long: 100_000 },
  /** Files that would break a careless loader. */
  hostileFiles: { quick: 20, daily: 24, long: 500 },
  /** Size of the large hostile files in megabytes. */
  hostileMegabytes: { quick: 2, daily: 2, long: 100 },
  /** Step through a long list of fixed cases (corpora, labeled files). */
  everyNth: { quick: 10, daily: 1, long: 1 },
  /** Step through the attempts to break out of SQL, expressions and code. */
  attackEveryNth: { quick: 20, daily: 4, long: 1 },
  /** Step through cases that take seconds each. */
  slowEveryNth: { quick: 6, daily: 3, long: 1 },
  /** Step through the cases in the page that run natively as well. */
  pageEveryNth: { quick: 6, daily: 6, long: 1 },
  /** Step through the files whose results in page, server and command line are compared end to end. */
  equalEveryNth: { quick: 12, daily: 6, long: 1 },
  /** Time limit of an attempt that never ends, in milliseconds. */
  endlessMs: { quick: 100, daily: 100, long: 2_000 },
  /** Characters of a text that a statement repeats; DuckDB checks for cancellation every 2,048 values, never within one. */
  repeated: { quick: 10_000, daily: 100_000, long: 1_000_000 },
  /** Number of times that an editor is added to a page and removed. */
  mounts: { quick: 5, daily: 5, long: 100 },
  /** Step through twenty random moments of a run at which a tab is killed. */
  killedTabEveryNth: { quick: 20, daily: 20, long: 1 },
  /** Number of variants in which each page of the studio is checked: light, dark, narrow, wide. */
  looks: { quick: 1, daily: 1, long: 4 },
  /** Packages that are published to a registry of the test. */
  publishedPackages: { quick: 3, daily: 3, long: 100 },
  /** Step through the pages of the manual that axe checks. */
  manualPageEveryNth: { quick: 60, daily: 40, long: 1 },
  /** Step through the templates that are opened in the studio; unit tests check all their documents. */
  templateEveryNth: { quick: 8, daily: 4, long: 1 },
  /** Step through the stories. */
  storyEveryNth: { quick: 10, daily: 3, long: 1 },
  /** Step through the documentation pages of elements, which show all of their stories. */
  docsPageEveryNth: { quick: 20, daily: 9, long: 1 },
  /** Step through the variants in which dialogs, waiting and failed states are checked. */
  partLookEveryNth: { quick: 3, daily: 3, long: 1 },
  /** Step through the studio's further scenarios. */
  furtherEveryNth: { quick: 8, daily: 6, long: 1 },
  /** Step through the studio's five main scenarios when they run with the server stopped. */
  planOfflineEveryNth: { quick: 5, daily: 5, long: 1 },
  /** Step through the further scenarios when they run with the server stopped. */
  offlineEveryNth: { quick: 20, daily: 12, long: 1 },
  /** Step through the further scenarios when a server stores and runs everything; the five main ones always run. */
  serverEveryNth: { quick: 20, daily: 12, long: 1 },
  /** Columns of the widest table that is checked, profiled and prepared. */
  wideColumns: { quick: 60, daily: 150, long: 1_000 },
  /** Dirty copies of each real table that are checked for errors. */
  dirtyCopies: { quick: 1, daily: 2, long: 10 },
  /** Runs in progress while servers and workers are killed. */
  serverKillRuns: { quick: 5, daily: 10, long: 100 },
  /** Rows of the run whose process is killed and that is resumed from its record. */
  resumedRows: { quick: 20_000, daily: 20_000, long: 100_000 },
  /** Number of times that a server or worker is killed. */
  serverKills: { quick: 1, daily: 1, long: 20 },
  /** Duration of a database outage, in milliseconds. */
  outageMs: { quick: 500, daily: 1_000, long: 60_000 },
  /** Files that go through a server whose storage fails half of its requests. */
  storageFiles: { quick: 1, daily: 2, long: 40 },
} as const

export type Level = 'quick' | 'daily' | 'long'

const globals = globalThis as { process?: { env: Record<string, string | undefined> } }
// A page has no `process`; Vite provides the level.
const requested: unknown = globals.process?.env.AW_TEST_LEVEL ?? import.meta.env?.AW_TEST_LEVEL

export const level: Level = requested === 'quick' || requested === 'long' ? requested : 'daily'

/** The sizes of this level. */
export const sizes = Object.fromEntries(Object.entries(table).map(([name, bySize]) => [name, bySize[level]])) as Record<
  keyof typeof table,
  number
>

const runsNatively =
  'The native run of the same cases is in `npm test`; in the page it takes as long as ten other files.'
const storesResults = 'A further state of stored results; unit tests cover their removal and a refusal of the storage.'
const installsStudio = 'A variant of an update that installs the studio in a browser profile of its own, twice.'

/** Test files that run in the long tests only, each with the reason. */
export const longOnly: Readonly<Record<string, string>> = {
  'packages/data/browser/heap-end.browser.test.ts': 'Fills the four gigabytes of memory that a page can have.',
  'test/nodes/everything.browser.test.ts': runsNatively,
  'test/nodes/findings.browser.test.ts': runsNatively,
}

/** End-to-end tests that run in the long tests only, by file and title, each with the reason. */
export const longOnlyTests: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'studio/offline.spec.ts': {
    'a newer version that downloads slowly is complete when it is used': installsStudio,
    'a tab that declines the newer version offers it again': installsStudio,
    'a newer version that was not accepted is used once no page was open': installsStudio,
    'evicted files are stored again, also while another tab is open': installsStudio,
  },
  'studio/stored-results.spec.ts': {
    'results whose dataset is gone cannot be computed, and the page says so': storesResults,
    'a browser that refuses files in its private storage is reported once, and results are shown until the page is left':
      storesResults,
  },
  'leaks.spec.ts': {
    'an editor that was used leaks nothing, with any part open':
      'Takes heap snapshots after every dialog of the editor.',
  },
}

/** The seed of every property test; a case that has failed once becomes a separate test. */
export const seed = 20261120

/** The first and then every n-th of a list of fixed cases. At least one, whatever `n`. */
export const selectEvery = <T>(cases: readonly T[], n: number): T[] => cases.filter((_, index) => index % n === 0)

/** The cases of a long list that this level runs. */
export const selectCases = <T>(cases: readonly T[]): T[] => selectEvery(cases, sizes.everyNth)

/** The attempts to break out that this level runs. */
export const selectAttacks = <T>(attempts: readonly T[]): T[] => selectEvery(attempts, sizes.attackEveryNth)

/** The cases of a list that this level runs if each takes seconds. */
export const selectSlowCases = <T>(cases: readonly T[]): T[] => selectEvery(selectCases(cases), sizes.slowEveryNth)

/** The cases of a list that this level runs if they run both natively and in the page, where fewer run. */
export const selectPageCases = <T>(cases: readonly T[]): T[] =>
  globals.process ? selectCases(cases) : selectEvery(selectCases(cases), sizes.pageEveryNth)
