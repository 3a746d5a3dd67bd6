import { previewFile, previewPlan } from '@aw-flow/agents'
import { createBrowserFile } from '@aw-flow/data/browser'
import { NodeError } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import { hashBytes } from '../hash-bytes.ts'
import { convertReadErrors } from '../unreadable-file.ts'
import { createAssistantHandlers } from './assistant-handlers.ts'
import { createHandlerContext, type HandlerContext } from './handler-context.ts'
import type { HandlerDependencies, Handlers } from './handler-types.ts'
import { createPreparationHandlers } from './preparation-handlers.ts'
import { createRunHandlers } from './run-handlers.ts'
import { createTableHandlers } from './table-handlers.ts'

/** Creates the handlers of all requests. */
export function createHandlers(dependencies: HandlerDependencies): Handlers {
  const context = createHandlerContext(dependencies)
  return {
    ...createFileHandlers(context),
    ...createAssistantHandlers(context),
    ...createRunHandlers(context),
    ...createTableHandlers(context),
    ...createPreparationHandlers(context),
  }
}

/** Creates the handlers of requests about files, and those that set up the worker. */
function createFileHandlers({ tables, files, formats, ...context }: HandlerContext) {
  let previewCount = 0
  return {
    async openDatabase() {
      await context.openTables()
      return null
    },

    setAccess(access) {
      context.setAccess(access)
      return null
    },

    hash: ({ bytes }, { signal, onProgress }) =>
      convertReadErrors(bytes instanceof File ? bytes.name : '', () =>
        hashBytes(bytes, { signal, onProgress: (done, total) => onProgress({ done, total }) }),
      ),

    previewFile: ({ dataset, name, bytes }) =>
      convertReadErrors(name, () => previewFile(createBrowserFile(new File([bytes], name), dataset), { formats })),

    async previewLoad({ dataset, ...request }) {
      const file = await files.open(dataset)
      if (!file) throw new NodeError('permanent', error('load.dataset-deleted', { node: '', file: '' }))
      return previewPlan(file, { ...request, tables, id: `look_${++previewCount}` })
    },
  } satisfies Partial<Handlers>
}
