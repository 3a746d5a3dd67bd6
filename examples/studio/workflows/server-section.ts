import { defineExtension, icon, type Extension, type InspectorSectionContext } from '@aw-flow/editor'
import { html, nothing, render } from 'lit'
import { getStrings } from '../language/strings.ts'

/** Codes of problems with nodes that work only on a server. */
const serverProblemCodes: ReadonlySet<string> = new Set(['outside.not-available', 'trigger.needs-server'])

/**
 * Returns whether a workflow contains a node that works only on a server. With `nodeId`, checks only the node with that
 * ID.
 */
export const needsServer = (
  { document: { description } }: Pick<InspectorSectionContext['session'], 'document'>,
  nodeId?: string,
): boolean =>
  (description?.problems ?? []).some(
    ({ code, where }) => serverProblemCodes.has(code) && (nodeId === undefined || where?.node === nodeId),
  ) ||
  Object.entries(description?.nodes ?? {}).some(
    ([id, { problems }]) =>
      (nodeId === undefined || id === nodeId) && problems.some(({ code }) => serverProblemCodes.has(code)),
  )

/** Creates an editor extension that offers to connect a server in the settings of nodes that work only there. */
export const createServerExtension = (connect: () => void): Extension =>
  defineExtension({
    name: 'studio-server',
    inspectorSections: [
      {
        id: 'studio-server',
        mount(container, context) {
          const update = ({ session, node }: InspectorSectionContext): void => {
            const { server: strings } = getStrings()
            render(
              needsServer(session, node.id)
                ? html`<section>
                    <p class="small">${strings.needsServer}</p>
                    <button type="button" data-testid="node-run-on-server" @click=${connect}>
                      ${icon('server')}${strings.runOnServer}
                    </button>
                  </section>`
                : nothing,
              container,
            )
          }
          update(context)
          return { update }
        },
      },
    ],
  })
