import type { WorkflowSession } from '@aw-flow/client'
import type { NodeType, Problem } from '@aw-flow/schema'
import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit'
import type { HostsChangeEvent, SecretRemoveEvent, SecretSetEvent } from './aw-outside.ts'
import type { NetworkAccessStrings } from './outside-strings.ts'
import { icon } from '../../icons/icon.ts'

/** Lets users control the network access of runs. Shown for nodes that access the network. */
export class NetworkAccessControl implements ReactiveController {
  #problem: Problem | undefined
  #host: ReactiveControllerHost

  constructor(host: ReactiveControllerHost) {
    this.#host = host
    host.addController(this)
  }

  hostConnected(): void {
    this.#problem = undefined
  }

  /**
   * Renders the control. Renders nothing for nodes that do not use the network, or if the session does not control it.
   */
  render(
    { runs: { networkAccess } }: WorkflowSession,
    type: NodeType | undefined,
    { title, strings, readonly }: { title: string; strings: NetworkAccessStrings; readonly: boolean },
  ): TemplateResult | typeof nothing {
    if (!networkAccess || !usesNetwork(type)) return nothing
    const applyChange = async (change: Promise<Problem | undefined>): Promise<void> => {
      this.#problem = await change
      this.#host.requestUpdate()
    }
    return html`<section>
      <details class="outside">
        <summary>${icon('chevron-right')}${title}</summary>
        <aw-outside
          .allowHosts=${networkAccess.allowedHosts}
          .secrets=${networkAccess.secrets}
          .problem=${this.#problem}
          .strings=${strings}
          ?disabled=${readonly}
          @aw-hosts-change=${({ hosts }: HostsChangeEvent) => applyChange(networkAccess.setHosts(hosts))}
          @aw-secret-set=${({ name, value, hosts }: SecretSetEvent) => applyChange(networkAccess.setSecret(name, value, hosts))}
          @aw-secret-remove=${({ name }: SecretRemoveEvent) => applyChange(networkAccess.removeSecret(name))}
        ></aw-outside>
      </details>
    </section>`
  }
}

function usesNetwork(type: NodeType | undefined): boolean {
  const properties = (type?.settings.properties ?? {}) as Record<string, { format?: unknown }>
  return Object.values(properties).some(({ format }) => format === 'secret' || format === 'address')
}
