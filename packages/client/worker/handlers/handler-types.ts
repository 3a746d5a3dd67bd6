import type { Catalog, Clock, ExternalServices, Files, Formats, GrantedAccess, Sandbox, Tables } from '@aw-flow/engine'
import type { Text } from '@aw-flow/messages'
import type { Workflow } from '@aw-flow/schema'
import type { Access } from '../../engine/request-schemas.ts'
import type { InputOf, OutputOf, ProgressOf, RequestName } from '../../engine/requests.ts'
import type { PageMemory } from '../results/page-memory.ts'
import type { ResultFiles } from '../results/result-files.ts'

export interface HandlerOptions<Name extends RequestName = RequestName> {
  signal: AbortSignal
  /** Reports progress to the page. Resolves once the page has handled the report. */
  onProgress: (progress: ProgressOf<Name>) => Promise<void>
}

/** The request handlers, keyed by request name. */
export type Handlers = {
  readonly [Name in RequestName]: (
    input: InputOf<Name>,
    options: HandlerOptions<Name>,
  ) => OutputOf<Name> | Promise<OutputOf<Name>>
}

/** The dependencies of the handlers. */
export interface HandlerDependencies {
  getCatalog: () => Catalog
  tables: Tables
  /** Opens `tables` before its first use. */
  openTables: () => Promise<void>
  formats: Formats
  files: Files
  services: ExternalServices
  clock: Clock
  /** Renders messages in English, for values that nodes read. */
  render: (text: Text) => string
  sandbox: Sandbox
  setAccess: (access: Access) => void
  /** Reads a stored workflow by id or name. */
  readWorkflow: (idOrName: string) => Promise<Workflow | undefined>
  /** Returns the access granted to stored workflows, identified by id or name. The user's own workflows are omitted. */
  readAccess: (idsOrNames: readonly string[]) => Promise<readonly GrantedAccess[]>
  /** The result files of runs. */
  resultFiles: ResultFiles
  /** The memory of agents, which persists across runs. */
  memory: PageMemory
  /** Returns whether checking a statement required terminating an earlier worker. */
  isRunaway: (statement: string) => boolean
  /** Returns whether the page has MCP servers. */
  hasMcp(): Promise<boolean>
}
