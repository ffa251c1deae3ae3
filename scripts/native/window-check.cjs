// Run by Electron during set-up: opens a window that is never shown, and leaves. Ends with 0 when that works.
const { app, BrowserWindow } = require('electron');

app.whenReady().then(async () => {
  const window = new BrowserWindow({ show: false });
  await window.loadURL('data:text/html,<p>ready</p>');
  app.exit(0);
});
