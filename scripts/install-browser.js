// Installs Chromium for the tests and pictures that need one: `npm run browser:install`. Where there is one, it does nothing.

const { execFileSync } = require('node:child_process');
const { findBrowser } = require('./grafana/browser.js');

const found = findBrowser();
if (found === undefined) {
  const packages = [
    ['update', '--quiet'],
    ['install', '--yes', '--quiet', '--no-install-recommends', 'chromium'],
  ];
  try {
    for (const words of packages) execFileSync('apt-get', words, { stdio: 'inherit' });
  } catch (error) {
    console.error(`browser:install: ${error.message}. Install Chromium by hand, or name one in CHROMIUM.`);
    process.exitCode = 1;
  }
} else {
  console.log(`There is ${found}`);
}
