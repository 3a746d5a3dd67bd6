import { agentsMessages } from './agents.ts'
import { checkingMessages } from './checking.ts'
import { documentMessages } from './document.ts'
import { expressionsMessages } from './expressions.ts'
import { loadingMessages } from './loading.ts'
import { nodesMessages } from './nodes.ts'
import { outsideMessages } from './outside.ts'
import { pageMessages } from './page.ts'
import { preparingMessages } from './preparing.ts'
import { runMessages } from './run.ts'
import { serverMessages } from './server.ts'
import { tablesMessages } from './tables.ts'
import type { PageCatalog } from '../catalogs.ts'
import type { German } from './german.ts'

/** Every message that a page can show, in German. The strings of node types are in `node-types.ts`. @internal */
export const german: German<PageCatalog> = {
  ...agentsMessages,
  ...checkingMessages,
  ...documentMessages,
  ...expressionsMessages,
  ...loadingMessages,
  ...nodesMessages,
  ...outsideMessages,
  ...pageMessages,
  ...preparingMessages,
  ...runMessages,
  ...serverMessages,
  ...tablesMessages,
}
