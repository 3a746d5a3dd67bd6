import type { Area, ReferenceEntry } from '../reference/reference-entry.ts'
import agents from './agents.json' with { type: 'json' }
import checking from './checking.json' with { type: 'json' }
import commandLine from './command-line.json' with { type: 'json' }
import document from './document.json' with { type: 'json' }
import expressions from './expressions.json' with { type: 'json' }
import httpApi from './http-api.json' with { type: 'json' }
import loading from './loading.json' with { type: 'json' }
import nodes from './nodes.json' with { type: 'json' }
import outside from './outside.json' with { type: 'json' }
import page from './page.json' with { type: 'json' }
import preparing from './preparing.json' with { type: 'json' }
import run from './run.json' with { type: 'json' }
import serverProcess from './server-process.json' with { type: 'json' }
import server from './server.json' with { type: 'json' }
import tables from './tables.json' with { type: 'json' }

/** A message with its hint, and the explanation of a problem. */
interface EnglishEntry extends Partial<ReferenceEntry> {
  /** The text, in MessageFormat 2 syntax. */
  readonly message: string
  /** The next step. */
  readonly hint?: string
}

type Entries = Readonly<Record<string, string | EnglishEntry>>

/**
 * All English entries by area. An entry that is only a text is a message. Two modules compute from them what the
 * programs and pages load: `english-messages.ts` and `reference/explanations.ts`.
 */
export const areas: Readonly<Record<Area, Entries>> = {
  agents,
  /** Problems of the command line, which are always in English. */
  commandLine,
  checking,
  document,
  expressions,
  /**
   * Problems with HTTP requests that the editor never sends. HTTP responses are always in English; the studio also shows
   * these messages in German.
   */
  httpApi,
  loading,
  nodes,
  outside,
  page,
  preparing,
  run,
  server,
  /** Settings, startup, database and backups of a server process. Its console is always in English. */
  serverProcess,
  tables,
}
