import type { ServerApi } from '@aw-flow/client'
import { icon, type DecideEvent } from '@aw-flow/editor'
import { ProblemError, defined } from '@aw-flow/schema'
import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { formatProblem } from '../language/format-problem.ts'
import { getStrings } from '../language/strings.ts'
import { pageStyles } from '../page.styles.ts'
import { getRunPath } from '../shell/router.ts'
import { addEntry, applyRunEvent, applyTail, emptyChatLog, type ChatEntry, type ChatLog } from './chat-log.ts'
import { element } from '../shell/element.ts'

/** A chat with one version of a model agent. Each message starts a run on the server. */
export class AgentChat extends element({
  api: undefined as ServerApi | undefined,
  agentId: '',
  version: undefined as number | undefined,
  log: emptyChatLog as ChatLog,
  /**
   * ID of the run that is answering the latest message. Empty while the run is being started, and `undefined` if no run
   * is in progress.
   */
  run: undefined as string | undefined,
}) {
  static override styles = [
    ...[pageStyles].flat(),
    css`
      :host {
        display: block;
        min-width: 0;
        min-height: 0;
        background: none;
      }

      ol {
        display: grid;
        gap: 8px;
        margin: 0;
        padding: 0;
        font-size: var(--_type-13);
        list-style: none;
      }

      li {
        min-width: 0;
        overflow-wrap: anywhere;
      }

      .message,
      .answer,
      .approval {
        padding: 8px 12px;
        border-radius: 10px;
      }

      .message,
      .answer,
      .approval p {
        white-space: pre-wrap;
      }

      .progress,
      .tool {
        display: flex;
        align-items: center;
        gap: 6px;
      }

      .message {
        justify-self: end;
        max-width: 85%;
        background: var(--_sunken);
      }

      .answer,
      .approval {
        border: 1px solid var(--_border);
      }

      pre {
        max-height: 160px;
        margin: 4px 0;
        padding: 8px;
        overflow: auto;
        border-radius: 6px;
        background: var(--_sunken);
        font-size: var(--_type-12);
        white-space: pre-wrap;
      }

      p {
        margin: 0;
      }

      .buttons {
        display: flex;
        gap: 8px;
        margin-top: 8px;
      }
    `,
  ]

  #conversationId: string | undefined
  #abortController: AbortController | undefined

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#abortController?.abort()
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('agentId') || changed.has('version')) this.clear()
  }

  /** Clears the conversation. A run in progress continues on the server. */
  clear(): void {
    this.#abortController?.abort()
    this.#conversationId = undefined
    this.run = undefined
    this.log = emptyChatLog
  }

  /** Sends a message and shows the answer as it arrives. */
  async send(message: string): Promise<void> {
    const { api, version } = this
    if (!api || this.run !== undefined) return
    this.run = ''
    const abortController = (this.#abortController = new AbortController())
    this.log = addEntry({ ...this.log, effects: {} }, { type: 'message', text: message })
    try {
      const { value } = await api.call('POST /api/v1/agents/{id}/chat', {
        path: { id: this.agentId },
        body: defined({ message, stream: false, wait_seconds: 0, version, conversation: this.#conversationId }),
      })
      if (abortController.signal.aborted) return
      this.#conversationId = value.conversation
      this.run = value.run_id
      for await (const item of api.streamEvents(value.run_id, { signal: abortController.signal })) {
        if (abortController.signal.aborted) return
        if (item.kind === 'event') this.log = applyRunEvent(this.log, item.event, value.run_id)
        else if (item.kind === 'progress' && typeof item.progress.message === 'string')
          this.log = applyTail(this.log, item.progress.message)
      }
    } catch (cause) {
      if (abortController.signal.aborted) return
      if (!(cause instanceof ProblemError)) throw cause
      this.log = addEntry(this.log, { type: 'problem', problem: cause.problem })
    } finally {
      if (!abortController.signal.aborted) this.run = undefined
    }
  }

  protected override render(): TemplateResult {
    const { modelAgents: strings } = getStrings()
    const { entries } = this.log
    if (entries.length === 0) return html`<p class="muted small">${strings.noMessages}</p>`
    return html`<ol aria-live="polite">
      ${entries.map((entry) => this.#renderEntry(entry))}
      ${this.run === undefined ? nothing : html`<li class="progress muted small">${icon('loader-circle')} ${strings.working}</li>`}
    </ol>`
  }

  #renderEntry(entry: ChatEntry): TemplateResult {
    const { modelAgents: strings, formats, editor } = getStrings()
    switch (entry.type) {
      case 'message':
        return html`<li class="message">${entry.text}</li>`
      case 'answer':
        return html`<li class="answer" data-testid="chat-answer">${entry.text}</li>`
      case 'tool-call':
        return html`<li data-testid="chat-tool">
          <p class="tool small">${icon('box')} ${strings.toolCall(entry.tool)}</p>
          <pre>${entry.arguments}</pre>
          ${entry.result === undefined ? nothing : html`<pre class=${entry.isError ? 'bad' : ''}>${entry.result}</pre>`}
        </li>`
      case 'approval':
        return html`<li class=${entry.decision === undefined ? '' : 'approval'} data-testid="chat-approval">
          ${
            entry.decision === undefined
              ? html`<aw-approval
                  .waiting=${entry.waiting}
                  .strings=${editor.resultsStrings.monitor.approval}
                  @aw-decide=${(event: DecideEvent) => void this.#decide(event)}
                ></aw-approval>`
              : html`<p>${editor.renderText(entry.message)}</p>
                  <p class="muted small">${strings.decisions[entry.decision]}</p>`
          }
        </li>`
      case 'problem':
        return html`<li class="bad" role="alert">
          ${formatProblem(entry.problem)}
          ${
            entry.problem.code.startsWith('model.no-')
              ? html`<button @click=${() => this.dispatchEvent(new Event('studio-model-request'))}>
                  ${getStrings().models.setUp}
                </button>`
              : nothing
          }
        </li>`
      case 'usage':
        return html`<li class="muted small" data-testid="chat-usage">
          <a href=${getRunPath(entry.run)}
            >${strings.usage(entry.requests, formats.count(entry.tokens), entry.cost === null ? strings.noPrice : strings.cost(formats.cost(entry.cost)))}</a
          >
          · ${formats.duration(entry.ms)}
        </li>`
    }
  }

  async #decide(event: DecideEvent): Promise<void> {
    event.preventDefault()
    const { api, run } = this
    const { node, ...decision } = event.decision
    if (!api || !run) return
    try {
      await api.call('POST /api/v1/runs/{id}/approvals/{node}', {
        path: { id: run, node },
        body: decision,
      })
    } catch (cause) {
      if (!(cause instanceof ProblemError)) throw cause
      this.log = addEntry(this.log, { type: 'problem', problem: cause.problem })
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'studio-agent-chat': AgentChat
  }
}

customElements.define('studio-agent-chat', AgentChat)
