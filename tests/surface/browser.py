# SPDX-License-Identifier: GPL-2.0-or-later
# Knows how a headless Chromium is asked about a page, through chromedriver on this machine's loopback.
import base64, json, re, shutil, subprocess, tempfile, urllib.request

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")


class Browser:
    def __init__(self):
        self.folder = tempfile.mkdtemp()
        self.driver = subprocess.Popen([DRIVER, "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        for line in self.driver.stdout:
            if found := re.search(r"successfully on port (\d+)", line):
                break
        self.root = f"http://127.0.0.1:{found.group(1)}"
        arguments = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                     "--disable-background-networking", "--disable-component-update", "--disable-sync",
                     f"--user-data-dir={self.folder}"]
        wanted = {"capabilities": {"alwaysMatch": {"browserName": "chrome", "goog:loggingPrefs": {"browser": "ALL"},
                                                   "goog:chromeOptions": {"binary": CHROMIUM, "args": arguments}}}}
        self.session = ""
        self.session = "/session/" + self.post("/session", wanted)["sessionId"]

    def post(self, way, body):
        request = urllib.request.Request(self.root + self.session + way, json.dumps(body).encode(),
                                         {"Content-Type": "application/json"})
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=120) as answer:
            return json.load(answer)["value"]

    def devtools(self, command, **parameters):
        return self.post("/goog/cdp/execute", {"cmd": command, "params": parameters})

    def look(self, width, scheme):
        self.devtools("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=width < 500)
        self.devtools("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def open(self, file):
        self.post("/url", {"url": "file://" + file})

    def ask(self, script):
        return self.post("/execute/sync", {"script": "return " + script, "args": []})

    def complaints(self):
        return [each["message"] for each in self.post("/se/log", {"type": "browser"})]

    def picture(self, file):
        shot = self.devtools("Page.captureScreenshot", captureBeyondViewport=True)
        with open(file, "wb") as out:
            out.write(base64.b64decode(shot["data"]))

    def paper(self, file):
        with open(file, "wb") as out:
            out.write(base64.b64decode(self.devtools("Page.printToPDF", printBackground=False)["data"]))

    def close(self):
        try:
            request = urllib.request.Request(self.root + self.session, method="DELETE")
            urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=30)
        finally:
            self.driver.terminate()
            self.driver.wait()
            shutil.rmtree(self.folder, ignore_errors=True)
