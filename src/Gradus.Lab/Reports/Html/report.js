'use strict';
// Before the first paint: an appearance chosen earlier, or asked for in the address (?theme=dark).
const root = document.documentElement;
const asked = new URLSearchParams(location.search).get('theme');
const remembered = (() => { try { return localStorage.getItem('gradus-theme'); } catch { return null; } })();
for (const theme of [remembered, asked])
  if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;

document.addEventListener('DOMContentLoaded', () => {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const button = document.getElementById('theme');
  const dark = () => root.dataset.theme ? root.dataset.theme === 'dark' : system.matches;
  const name = () => { button.textContent = dark() ? 'Light appearance' : 'Dark appearance'; };
  button.hidden = false;
  button.addEventListener('click', () => {
    root.dataset.theme = dark() ? 'light' : 'dark';
    try { localStorage.setItem('gradus-theme', root.dataset.theme); } catch { /* a page opened from a file may have no memory */ }
    name();
  });
  system.addEventListener('change', name);
  name();

  const field = cell => {
    const text = cell.querySelector('data')?.getAttribute('value') ?? cell.textContent;
    return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const csv = table => [...table.rows].map(row => [...row.cells].map(field).join(',')).join('\n');
  for (const copy of document.querySelectorAll('button.copy')) {
    copy.hidden = !navigator.clipboard;
    const label = copy.textContent;
    copy.addEventListener('click', async () => {
      const text = copy.dataset.copy === 'code'
        ? copy.parentElement.querySelector('code').textContent
        : csv(copy.parentElement.querySelector('table'));
      try { await navigator.clipboard.writeText(text); copy.textContent = 'Copied'; } catch { copy.textContent = 'Not allowed here'; }
      setTimeout(() => { copy.textContent = label; }, 1500);
    });
  }
});
