import type { Catalog } from '../message-formatter.ts'
import agents from './agents.json' with { type: 'json' }
import checking from './checking.json' with { type: 'json' }
import document from './document.json' with { type: 'json' }
import expressions from './expressions.json' with { type: 'json' }
import loading from './loading.json' with { type: 'json' }
import nodes from './nodes.json' with { type: 'json' }
import outside from './outside.json' with { type: 'json' }
import page from './page.json' with { type: 'json' }
import preparing from './preparing.json' with { type: 'json' }
import run from './run.json' with { type: 'json' }
import server from './server.json' with { type: 'json' }
import tables from './tables.json' with { type: 'json' }

/** Every message that a page can show. The strings of node types are in `node-types.json`. @internal */
export const messages: Catalog = {
  ...agents,
  ...checking,
  ...document,
  ...expressions,
  ...loading,
  ...nodes,
  ...outside,
  ...page,
  ...preparing,
  ...run,
  ...server,
  ...tables,
}
