import type { InspectorSection, InspectorSectionContext } from '../../extensions/extension.ts'
import type { NodeOptionEvent } from './aw-node-options.ts'

/** Inspector section with a node's execution options: mode, join, error handling, retries, timeouts and group. */
export const nodeOptionsSection: InspectorSection = {
  id: 'aw-node-options',
  tab: 'details',
  mount(container, context) {
    const element = document.createElement('aw-node-options')
    let { apply } = context
    const update = (newContext: InspectorSectionContext): void => {
      apply = newContext.apply
      element.node = newContext.node
      element.groups = newContext.session.document.current.groups ?? []
      element.strings = newContext.strings.options
      element.toggleAttribute('readonly', newContext.readonly)
    }
    element.addEventListener('aw-node-option', ({ edit, merge }: NodeOptionEvent) => apply(edit, merge))
    update(context)
    container.append(element)
    return { update }
  },
}
