import { render } from 'lit'
import type { MountContent } from './mount-part.ts'

/** Creates content from a Lit template, which is rendered again when the context changes. */
export const mountTemplate =
  <Context>(renderTemplate: (context: Context) => unknown): MountContent<Context> =>
  (container, context) => {
    const update = (newContext: Context): void => void render(renderTemplate(newContext), container)
    update(context)
    return { update }
  }
