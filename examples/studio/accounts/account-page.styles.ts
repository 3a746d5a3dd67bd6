import { css, type CSSResultGroup } from 'lit'
import { panelPageStyles } from '../panel-page.styles.ts'
import { fieldsStyles } from '../shell/forms/fields.styles.ts'

/** Styles shared by the account and workspace pages. */
export const accountPageStyles: CSSResultGroup[] = [
  ...panelPageStyles,
  fieldsStyles,
  css`
    .panel {
      grid-template-columns: minmax(0, 1fr);
    }

    li {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 4px 12px;
      min-height: 52px;
      padding-block: 4px;
    }

    li + li {
      border-top: 1px solid var(--_border);
    }

    li select {
      width: auto;
    }

    li > .icon {
      flex: none;
      color: var(--_muted);
    }

    .item-text {
      flex: 1 1 200px;
    }

    .tag {
      padding: 1px 8px;
      border-radius: 10px;
      background: var(--_wash);
      color: var(--_accent);
      font-size: var(--_type-12);
      font-weight: 500;
    }

    .alert {
      display: flex;
      gap: 8px;
      color: var(--_bad);
    }

    .alert .icon {
      flex: none;
      margin-block-start: 2px;
    }

    .secret {
      display: grid;
      gap: 8px;
      padding: 12px;
      border: 1px solid var(--_warn);
      border-radius: 6px;
    }

    .secret p {
      display: flex;
      align-items: center;
      gap: 8px;
    }

    .secret code {
      flex: 1;
      min-width: 0;
      overflow-wrap: anywhere;
      font-family: var(--_mono);
      font-size: var(--_type-13);
    }

    .actions {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: space-between;
      gap: 12px;
    }

    button.bad {
      color: var(--_bad);
    }

    .role-help {
      display: grid;
      grid-template-columns: max-content minmax(0, 1fr);
      gap: 4px 12px;
      margin: 0;
      font-size: var(--_type-13);
    }

    .role-help dt {
      font-weight: 500;
    }

    .role-help dd {
      margin: 0;
      color: var(--_muted);
    }
  `,
]
