import { noChange } from 'lit'
import { Directive, directive, PartType, type ElementPart, type PartInfo } from 'lit/directive.js'
import type { NodeFamily } from '@aw-flow/schema'

class FamilyColor extends Directive {
  constructor(part: PartInfo) {
    super(part)
    if (part.type !== PartType.ELEMENT)
      throw new Error('familyColor must be used on an element: <span ${familyColor(family)}>')
  }

  override render(_family: NodeFamily | undefined): unknown {
    return noChange
  }

  override update(part: ElementPart, [family]: [NodeFamily | undefined]): unknown {
    // A content security policy can block `style` attributes in templates, but not setting `style` properties.
    ;(part.element as HTMLElement).style.color = `var(--_family-${family ?? 'logic'})`
    return noChange
  }
}

/** Lit directive that sets an element's color to a node family's color: `<span ${familyColor(type.family)}>`. */
export const familyColor = directive(FamilyColor)
