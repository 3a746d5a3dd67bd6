import { css } from 'lit'

/** Styles of the studio's dialogs. */
export const dialogStyles = css`
  :host {
    display: contents;
    font-size: var(--_type-14);
  }

  dialog {
    width: min(560px, calc(100vw - 32px));
    max-height: calc(100vh - 32px);
    padding: 0;
    border: 1px solid var(--_border);
    border-radius: 10px;
    background: var(--_surface);
    color: var(--_text);
    box-shadow: var(--_shadow-high);
    font-size: var(--_type-14);
  }

  dialog.wide {
    width: min(880px, calc(100vw - 32px));
  }

  /* Limits the approval's table to the height that the rest of the dialog leaves free. */
  aw-approval {
    --_approval-room: calc(100vh - 32px - 400px);
  }

  dialog::backdrop {
    background: rgb(15 18 22 / 45%);
  }

  form,
  .inside {
    display: grid;
    /* A wide table scrolls instead of widening the dialog. */
    grid-template-columns: minmax(0, 1fr);
    gap: 16px;
    padding: 16px 24px 24px;
  }

  header {
    display: flex;
    align-items: center;
    gap: 8px;
    margin-right: -8px;
  }

  h2 {
    flex: 1;
    min-width: 0;
    margin: 0;
    overflow: hidden;
    font-size: var(--_type-16);
    font-weight: 600;
    overflow-wrap: anywhere;
    /* In some languages, the verb is at the end of a heading, after the name of the workflow. */
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }

  /* The heading receives focus when the dialog opens, but it is not a control. */
  h2:focus {
    outline: none;
  }

  p {
    display: flex;
    gap: 8px;
    margin: 0;
    line-height: 1.5;
  }

  label {
    display: grid;
    gap: 4px;
    font-weight: 500;
  }

  label > .bad {
    font-size: var(--_type-13);
    font-weight: 400;
  }

  select,
  input {
    font-weight: 400;
  }

  footer {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }

  .gap {
    flex: 1;
  }

  @media (max-width: 600px) {
    form,
    .inside {
      padding: 12px 16px 16px;
    }

    /* The decision buttons share a line; the button for deciding later has its own. */
    footer:has(> :nth-child(4)) > button {
      flex: 1 0 auto;
    }

    footer:has(> :nth-child(4)) > button.quiet {
      flex-basis: 100%;
    }

    footer:has(> :nth-child(4)) > .gap {
      display: none;
    }
  }
`
