import { registerBuiltInExtensions } from '../extensions/extension-registry.ts'
import externalLink from 'lucide/dist/esm/icons/external-link.mjs'
import messageSquare from 'lucide/dist/esm/icons/message-square.mjs'
import { registerIcon } from '../icons/icon-shapes.ts'
import { getSettingsFiller } from '../canvas/popups/fill-new-settings.ts'
import { commentsExtension } from '../comments/comments-extension.ts'
import { AwDataTable } from '../views/aw-data-table.ts'
import { AwForm } from '../forms/aw-form.ts'
import { AwListField } from '../forms/fields/aw-list-field.ts'
import { AwProblemHelp } from './inspector/aw-problem-help.ts'
import { AwInspector } from './inspector/aw-inspector.ts'
import { AwNodeResult } from './results/aw-node-result.ts'
import { AwInOut } from './results/aw-in-out.ts'
import { AwNodePreview } from './preview/aw-node-preview.ts'
import { nextTimesSection } from './inspector/next-times-section.ts'
import { nodeOptionsSection } from './inspector/node-options-section.ts'
import { AwNodeOptions } from './inspector/aw-node-options.ts'
import { AwNetworkAccess } from './outside/aw-outside.ts'
import { AwCodeField } from '../forms/code/aw-code-field.ts'
import { AwColumnField } from '../forms/columns/aw-column-field.ts'
import { AwExpressionField } from '../forms/expression/aw-expression-field.ts'
import { AwFilterBuilder } from '../forms/filter/aw-filter-builder.ts'
import { AwRuleBuilder } from '../forms/rules/aw-rule-builder.ts'
import { AwMapField } from '../forms/fields/aw-map-field.ts'
import { AwVariantField } from '../forms/fields/aw-variant-field.ts'
import { registerElements } from '../register-elements.ts'
import { registerSettingsFiller } from './deferred-tools.ts'

const elements: Record<string, CustomElementConstructor> = {
  'aw-inspector': AwInspector,
  'aw-problem-help': AwProblemHelp,
  'aw-form': AwForm,
  'aw-list-field': AwListField,
  'aw-code-field': AwCodeField,
  'aw-column-field': AwColumnField,
  'aw-expression-field': AwExpressionField,
  'aw-filter-builder': AwFilterBuilder,
  'aw-map-field': AwMapField,
  'aw-rule-builder': AwRuleBuilder,
  'aw-variant-field': AwVariantField,
  'aw-in-out': AwInOut,
  'aw-node-result': AwNodeResult,
  'aw-node-options': AwNodeOptions,
  'aw-node-preview': AwNodePreview,
  'aw-outside': AwNetworkAccess,
  'aw-data-table': AwDataTable,
}

/**
 * Registers the deferred elements, which the first frame does not need, but a user's first click or run: settings and
 * results. Elements that are already in the page are upgraded.
 *
 * @internal
 */
export const defineDeferredElements = (registry: CustomElementRegistry = customElements): void => {
  registerSettingsFiller(getSettingsFiller)
  registerIcon('external-link', externalLink)
  registerIcon('message-square', messageSquare)
  registerBuiltInExtensions([
    { name: 'aw-next-times', inspectorSections: [nextTimesSection] },
    { name: 'aw-node-options', inspectorSections: [nodeOptionsSection] },
    commentsExtension,
  ])
  registerElements(elements, registry)
}
