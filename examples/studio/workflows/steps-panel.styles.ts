import { css } from 'lit'

export const stepsPanelStyles = css`
  p a {
    color: var(--_accent);
  }

  :host {
    display: block;
    overflow: auto;
    background: var(--_surface);
    font-size: var(--_type-13);
  }

  section {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 16px;
    padding: 16px;
  }

  label {
    display: grid;
    gap: 4px;
    color: var(--_muted);
    font-size: var(--_type-12);
    font-weight: 500;
  }

  label > input,
  label > select {
    color: var(--_text);
    font-size: var(--_type-13);
    font-weight: 400;
  }

  label.check {
    display: flex;
    align-items: center;
    gap: 8px;
    min-height: 24px;
    color: var(--_text);
    font-size: var(--_type-13);
    font-weight: 400;
  }

  ol {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 8px;
    margin: 0;
    padding: 0;
    list-style: none;
  }

  li {
    border: 1px solid var(--_border);
    border-radius: 8px;
    background: var(--_raised);
  }

  li.open {
    border-color: color-mix(in srgb, var(--_border), var(--_accent) 45%);
  }

  .head {
    justify-content: flex-start;
    width: 100%;
    min-height: 40px;
    padding-inline: 12px;
    border-radius: 8px;
  }

  .item-text {
    flex: 1;
    overflow: hidden;
    text-align: start;
    text-overflow: ellipsis;
  }

  .head .muted {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    font-size: var(--_type-12);
    font-weight: 400;
  }

  .number {
    display: inline-grid;
    place-items: center;
    width: 20px;
    height: 20px;
    border-radius: 50%;
    background: var(--_sunken);
    color: var(--_muted);
    font-size: var(--_type-12);
  }

  .open .number {
    background: var(--_wash);
    color: var(--_accent);
  }

  .fields {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 12px;
    padding: 4px 12px 8px;
  }

  .tools {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    margin-inline: -8px;
  }

  .add {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }

  p {
    display: flex;
    gap: 8px;
    margin: 0;
  }
`
