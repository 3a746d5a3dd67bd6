import { css, type CSSResultGroup } from 'lit'
import { pageStyles } from '../../page.styles.ts'

/** Styles shared by pages that show server data: panels with lists, switches and forms. */
export const serverPageStyles: CSSResultGroup[] = [
  ...pageStyles,
  css`
    .tabs {
      display: flex;
      gap: 4px 16px;
      margin-bottom: 16px;
      overflow-x: auto;
      border-bottom: 1px solid var(--_border);
      font-size: 13px;
      white-space: nowrap;
      scrollbar-width: none;
    }

    .tabs a {
      padding: 8px 2px;
      border-bottom: 2px solid transparent;
      color: var(--_muted);
    }

    .tabs a:hover {
      color: var(--_text);
    }

    .tabs a:focus-visible {
      outline-offset: -2px;
    }

    .tabs a[aria-current] {
      border-color: var(--_accent);
      color: var(--_text);
      font-weight: 500;
    }

    .panel + .panel {
      margin-top: 16px;
    }

    .panel:not(.empty) > p {
      margin: 0;
      padding: 12px 16px;
    }

    .panel:not(.empty) > p + p {
      padding-top: 0;
    }

    studio-switch {
      display: contents;
    }

    .switch {
      display: flex;
      align-items: center;
      gap: 8px;
    }

    .buttons {
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
    }

    form.fields {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(200px, 100%), 1fr));
      align-items: end;
      gap: 12px;
      padding: 12px 16px 16px;
    }

    :is(p, ul) + form.fields {
      border-top: 1px solid var(--_border);
    }

    form.fields > :is(.wide, h3, p, fieldset) {
      grid-column: 1 / -1;
      margin: 0;
    }

    /* URLs are longer than other values. */
    @media (min-width: 900px) {
      form.fields > label:has(input[type='url']) {
        grid-column: span 2;
      }
    }

    form.fields > button {
      justify-self: start;
    }

    form.fields label {
      display: grid;
      gap: 4px;
      font-size: 13px;
    }

    form.fields label.switch {
      display: flex;
      gap: 8px;
    }

    h3 {
      font-size: 13px;
      font-weight: 600;
    }
  `,
]
