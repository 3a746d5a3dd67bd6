import { css, type CSSResultGroup } from 'lit'
import { agentsPageStyles } from './agents-page.styles.ts'

export const agentPageStyles: CSSResultGroup[] = [
  ...agentsPageStyles,
  css`
    .columns {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(360px, 100%), 1fr));
      align-items: start;
      gap: 16px;
      margin-bottom: 16px;
    }

    .columns > .panel + .panel {
      position: sticky;
      top: 16px;
      display: flex;
      flex-direction: column;
      height: calc(100dvh - 108px);
      margin-top: 0;
    }

    /* On wide screens, the chat is next to the settings and needs no link. */
    @media (min-width: 860px) {
      .to-chat {
        display: none;
      }
    }

    form.fields textarea {
      min-height: 64px;
      font: inherit;
    }

    form.fields textarea.prompt {
      min-height: 160px;
    }

    details summary {
      min-height: 24px;
      font-size: var(--_type-13);
      cursor: pointer;
    }

    details label {
      margin-top: 8px;
    }

    .limits {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(140px, 100%), 1fr));
      gap: 8px;
    }

    .chats {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(200px, 100%), 1fr));
      flex: 1;
      align-content: start;
      gap: 16px;
      min-height: 0;
      padding: 12px 16px;
      overflow: auto;
    }

    .chat h3 {
      margin: 0 0 8px;
      font-size: var(--_type-13);
    }

    .send {
      display: flex;
      align-items: end;
      gap: 8px;
      padding: 0 16px 16px;
    }

    .send label {
      flex: 1;
    }

    .send textarea {
      font: inherit;
      width: 100%;
      min-height: 40px;
    }

    table.changes {
      width: calc(100% - 32px);
      margin: 0 16px 12px;
      font-size: var(--_type-12);
      table-layout: fixed;
      border-collapse: collapse;
    }

    .changes th,
    .changes td {
      padding: 4px 8px;
      border: 1px solid var(--_border);
      text-align: start;
      vertical-align: top;
      white-space: pre-wrap;
      overflow-wrap: anywhere;
    }

    .changes ins {
      text-decoration: none;
    }
  `,
]
