import { loadLazyTexts } from '../../language/languages.ts'
import { exposePort } from '@aw-flow/canvas'
import type { WorkflowPorts } from '@aw-flow/schema'
import { selectChildren } from '@aw-flow/schema/internal'
import { html, nothing, render, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import type { InspectorSectionContext } from '../../extensions/extension.ts'
import type { MountedContent } from '../../extensions/mount-part.ts'
import { icon } from '../../icons/icon.ts'
import { renderIconButton } from '../../icons/icon-button.ts'
import { subWorkflowPortStrings, type SubWorkflowPortStrings } from './sub-workflow-port-strings.ts'
import {
  createPortsEdit,
  movePortUp,
  readSubWorkflowPorts,
  type InnerPortOption,
  type Side,
  type SubWorkflowPorts,
} from './sub-workflow-ports.ts'

type Input = WorkflowPorts['inputs'][number]
type Output = WorkflowPorts['outputs'][number]

/** Renders the form for a sub-workflow's ports after loading the form's UI strings. */
export function mountSubWorkflowPorts(
  container: HTMLElement,
  context: InspectorSectionContext,
): Required<MountedContent<InspectorSectionContext>> {
  let currentContext = context
  let strings: SubWorkflowPortStrings | undefined
  let language: string | undefined
  let isDestroyed = false
  const draw = (): void => {
    if (strings && !isDestroyed) render(renderSection(currentContext, strings), container)
  }
  const load = async (requestedLanguage: string): Promise<void> => {
    language = requestedLanguage
    const loadedStrings = await loadLazyTexts(requestedLanguage, 'subWorkflowPorts', subWorkflowPortStrings)
    if (language !== requestedLanguage) return
    strings = loadedStrings
    draw()
  }
  void load(context.strings.language)
  return {
    update(newContext) {
      currentContext = newContext
      if (language !== newContext.strings.language) void load(newContext.strings.language)
      draw()
    },
    destroy() {
      isDestroyed = true
    },
  }
}

interface PortsForm {
  readonly subWorkflowPorts: SubWorkflowPorts
  readonly strings: SubWorkflowPortStrings
  readonly isDisabled: boolean
  change(ports: WorkflowPorts, mergeKey?: string): void
}

function renderSection(context: InspectorSectionContext, strings: SubWorkflowPortStrings): unknown {
  const { session, node, readonly, apply } = context
  const { nodeTypes } = context.strings
  const types = new Map(nodeTypes.translateTypes(session.engine.catalog).map((type) => [type.type, type]))
  const { inner } = session.document.description ?? {}
  const subWorkflowPorts = readSubWorkflowPorts(
    node,
    types,
    inner ? selectChildren(inner, [node.id]) : {},
    (innerNode) => nodeTypes.getLabel(innerNode) || (types.get(innerNode.type)?.title ?? innerNode.type),
  )
  if (!subWorkflowPorts) return nothing
  const form: PortsForm = {
    subWorkflowPorts,
    strings,
    isDisabled: readonly,
    change: (ports, mergeKey) =>
      apply(
        createPortsEdit(node.id, subWorkflowPorts.ports, ports, session.document.current),
        mergeKey && `ports ${node.id} ${mergeKey}`,
      ),
  }
  return html`<section class="sub-ports">
    <h3 aria-level="2">${strings.title}</h3>
    <p class="muted small">${subWorkflowPorts.hasNodes ? strings.help : strings.noNodes}</p>
    ${renderSide('input', subWorkflowPorts.ports.inputs, form)}
    ${renderSide('output', subWorkflowPorts.ports.outputs, form)}
  </section>`
}

function renderSide(side: Side, ports: readonly (Input | Output)[], form: PortsForm): unknown {
  const { strings, isDisabled, subWorkflowPorts, change } = form
  const unusedPorts = subWorkflowPorts.innerPorts[side].filter(
    ({ isUsed, innerPort }) =>
      !isUsed &&
      (side === 'input' ||
        !subWorkflowPorts.ports.outputs.some(
          ({ from }) => from.node === innerPort.node && from.port === innerPort.port.name,
        )),
  )
  if (ports.length === 0 && unusedPorts.length === 0) return nothing
  return html`<fieldset>
    <legend>${strings.sides[side]}</legend>
    <ol role="list">
      ${ports.map((port, index) => renderPort(side, port, index, form))}
    </ol>
    ${
      isDisabled
        ? nothing
        : unusedPorts.length === 0
          ? html`<p class="muted small">${strings.noUnconnectedPorts}</p>`
          : renderInnerPortSelect(strings.add[side], unusedPorts, ({ innerPort, nodeTitle }) =>
              change(exposePort(subWorkflowPorts.ports, innerPort, nodeTitle)),
            )
    }
  </fieldset>`
}

function renderPort(side: Side, port: Input | Output, index: number, form: PortsForm): TemplateResult {
  const { strings, isDisabled, subWorkflowPorts, change } = form
  const position = strings.port[side](index + 1)
  const key = `${side}s` as const
  const replace = (newPort: Input | Output | undefined, mergeKey?: string): void => {
    const newPorts = (subWorkflowPorts.ports[key] as (Input | Output)[]).flatMap((other, otherIndex) =>
      otherIndex !== index ? [other] : newPort ? [newPort] : [],
    )
    change({ ...subWorkflowPorts.ports, [key]: newPorts }, mergeKey)
  }
  const setLabel = (label: string): void => {
    const { label: _, ...rest } = port
    replace(label === '' ? rest : { ...rest, label }, `label ${side} ${index}`)
  }
  const renderButton = (label: string, name: 'arrow-up' | 'x', onClick: () => void, disabled = false): TemplateResult =>
    renderIconButton(name, label, onClick, { isDisabled: disabled })
  return html`<li aria-label=${position}>
    <div class="row">
      <input
        type="text"
        maxlength="200"
        autocomplete="off"
        aria-label=${strings.portName(position)}
        placeholder=${port.name}
        ?disabled=${isDisabled}
        .value=${live(port.label ?? '')}
        @input=${(event: Event) => setLabel((event.target as HTMLInputElement).value)}
      />
      ${
        isDisabled
          ? nothing
          : html`${renderButton(strings.moveUp(position), 'arrow-up', () => change(movePortUp(subWorkflowPorts.ports, side, index)), index === 0)}
            ${renderButton(strings.remove(position), 'x', () => replace(undefined))}`
      }
    </div>
    ${'to' in port ? renderTargets(port, position, form, replace) : renderSource(port, position, form, replace)}
  </li>`
}

function renderTargets(
  port: Input,
  position: string,
  { strings, isDisabled, subWorkflowPorts }: PortsForm,
  replace: (port: Input) => void,
): TemplateResult {
  const unusedPorts = subWorkflowPorts.innerPorts.input.filter(({ isUsed }) => !isUsed)
  return html`<ul aria-label=${strings.targets(position)}>
      ${port.to.length === 0 ? html`<li class="muted small">${strings.unconnected}</li>` : nothing}
      ${port.to.map((end) => {
        const title =
          findTitle(end, subWorkflowPorts.innerPorts.input) ?? strings.missingPort(`${end.node} · ${end.port}`)
        const label = strings.disconnect(position, title)
        return html`<li class="end small">
          ${icon('chevron-right')}<span>${title}</span>
          ${
            isDisabled
              ? nothing
              : renderIconButton('x', label, () => replace({ ...port, to: port.to.filter((other) => other !== end) }))
          }
        </li>`
      })}
    </ul>
    ${
      isDisabled
        ? nothing
        : html`${
              unusedPorts.length === 0
                ? nothing
                : renderInnerPortSelect(
                    port.to.length === 0 ? strings.targets(position) : strings.connect,
                    unusedPorts,
                    ({ innerPort }) =>
                      replace({
                        ...port,
                        ...(port.to.length === 0 ? { type: innerPort.port.type } : {}),
                        to: [...port.to, { node: innerPort.node, port: innerPort.port.name }],
                      }),
                    `${strings.targets(position)}: ${strings.connect}`,
                  )
            }
            <label class="check small"
              ><input
                type="checkbox"
                .checked=${live(port.required === true)}
                @change=${(event: Event) => {
                  const { required: _, ...rest } = port
                  replace((event.target as HTMLInputElement).checked ? { ...rest, required: true } : rest)
                }}
              />${strings.required}</label
            >`
    }`
}

function renderSource(
  port: Output,
  position: string,
  { strings, isDisabled, subWorkflowPorts }: PortsForm,
  replace: (port: Output) => void,
): TemplateResult {
  const value = toKey(port.from)
  const isKnown = findTitle(port.from, subWorkflowPorts.innerPorts.output) !== undefined
  return html`<select
    aria-label=${strings.source(position)}
    ?disabled=${isDisabled}
    @change=${(event: Event) => {
      const selectedOption = subWorkflowPorts.innerPorts.output.find(
        (option) => toInnerPortKey(option) === (event.target as HTMLSelectElement).value,
      )
      if (!selectedOption) return
      const { node, port: innerPort } = selectedOption.innerPort
      replace({ ...port, type: innerPort.type, from: { node, port: innerPort.name } })
    }}
  >
    ${isKnown ? nothing : html`<option value=${value} selected>${strings.missingPort(`${port.from.node} · ${port.from.port}`)}</option>`}
    ${subWorkflowPorts.innerPorts.output.map(
      (option) =>
        html`<option value=${toInnerPortKey(option)} .selected=${live(toInnerPortKey(option) === value)}>
          ${option.title}
        </option>`,
    )}
  </select>`
}

/** Renders a drop-down list that performs an action when the user selects an option. */
function renderInnerPortSelect(
  title: string,
  options: readonly InnerPortOption[],
  onSelect: (option: InnerPortOption) => void,
  label = title,
): TemplateResult {
  return html`<select
    class="action"
    aria-label=${label}
    @change=${(event: Event) => {
      const select = event.target as HTMLSelectElement
      const selectedOption = options.find((option) => toInnerPortKey(option) === select.value)
      select.value = ''
      if (selectedOption) onSelect(selectedOption)
    }}
  >
    <option value="">${title}</option>
    ${options.map((option) => html`<option value=${toInnerPortKey(option)}>${option.title}</option>`)}
  </select>`
}

const toKey = ({ node, port }: { readonly node: string; readonly port: string }): string => JSON.stringify([node, port])
const toInnerPortKey = ({ innerPort }: InnerPortOption): string =>
  toKey({ node: innerPort.node, port: innerPort.port.name })

const findTitle = (
  end: { readonly node: string; readonly port: string },
  ends: readonly InnerPortOption[],
): string | undefined => ends.find((candidate) => toInnerPortKey(candidate) === toKey(end))?.title
