import type { InspectorSection, InspectorSectionContext } from '../../extensions/extension.ts'
import type { NodeOptionEvent } from './aw-node-options.ts'

/** The inspector section with a node's options: notes, mode, retries, timeout. */
export const nodeOptionsSection: InspectorSection = {
  id: 'aw-node-options',
  mount(container, context) {
    const element = document.createElement('aw-node-options')
    let { apply } = context
    const update = (next: InspectorSectionContext): void => {
      apply = next.apply
      element.node = next.node
      element.groups = next.session.document.current.groups ?? []
      element.strings = next.strings.options
      element.toggleAttribute('readonly', next.readonly)
    }
    element.addEventListener('aw-node-option', ({ edit, merge }: NodeOptionEvent) => apply(edit, merge))
    update(context)
    container.append(element)
    return { update }
  },
}
