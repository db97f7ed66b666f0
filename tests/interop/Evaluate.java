import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.text.SimpleDateFormat;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.javarosa.core.model.CoreModelModule;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.condition.EvaluationContext;
import org.javarosa.core.model.condition.IFunctionHandler;
import org.javarosa.core.model.data.StringData;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.model.instance.TreeElement;
import org.javarosa.core.model.utils.DateUtils;
import org.javarosa.core.services.PrototypeManager;
import org.javarosa.core.util.JavaRosaCoreModule;
import org.javarosa.model.xform.XFormsModule;
import org.javarosa.xform.util.XFormAnswerDataSerializer;
import org.javarosa.xform.util.XFormUtils;
import org.javarosa.xpath.XPathParseTool;
import org.javarosa.xpath.expr.XPathFuncExpr;
import org.joda.time.DateTime;

/**
 * Lines of {"form", "expr", "set", "now"} in, lines of what JavaRosa makes of them out.
 *
 * The expression is evaluated in the form at the node r, of a row or of the form; a calculate of the
 * same words fills /data/kept.
 * JavaRosa looks handlers up only after its own functions, so the clock goes by names of our own.
 */
public class Evaluate {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SECONDS = 3;

    /** A function without arguments that is not JavaRosa's. */
    private static final class Clock implements IFunctionHandler {
        private final String name;
        private final Supplier<Date> reading;

        Clock(String name, Supplier<Date> reading) {
            this.name = name;
            this.reading = reading;
        }

        public String getName() {
            return name;
        }

        public List<Class[]> getPrototypes() {
            return Collections.singletonList(new Class[0]);
        }

        public boolean rawArgs() {
            return false;
        }

        public boolean realTime() {
            return false;
        }

        public Object eval(Object[] args, EvaluationContext context) {
            return reading.get();
        }
    }

    public static void main(String[] args) throws Exception {
        PrototypeManager.registerPrototypes(JavaRosaCoreModule.classNames);
        PrototypeManager.registerPrototypes(CoreModelModule.classNames);
        new XFormsModule().registerModule();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream out = new PrintStream(System.out, false, "UTF-8");
        System.setOut(System.err);
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            out.println(JSON.writeValueAsString(inTime(JSON.readTree(line))));
        }
        out.flush();
        System.exit(0);
    }

    /** A pattern may run for ever in Java; its thread is left alone. */
    private static ObjectNode inTime(JsonNode asked) throws Exception {
        FutureTask<ObjectNode> task = new FutureTask<>(() -> answer(asked));
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            return JSON.createObjectNode().put("error", "Timeout").put("message", SECONDS + " s");
        }
    }

    private static ObjectNode answer(JsonNode asked) {
        ObjectNode said = JSON.createObjectNode();
        try {
            FormDef form = form(asked);
            TreeElement data = form.getMainInstance().getRoot();
            put(said, value(form, own(data, asked.get("row")), asked.get("expr").asText()));
            form.initialize(true, new InstanceInitializationFactory());
            TreeElement kept = data.getChild("kept", 0);
            if (kept != null) {
                Object stored = new XFormAnswerDataSerializer().serializeAnswerData(kept.getValue());
                said.put("stored", stored == null ? "" : stored.toString());
            }
        } catch (Throwable failure) {
            said.put("error", failure.getClass().getSimpleName());
            said.put("message", String.valueOf(failure.getMessage()).replaceAll("\\s+", " ").trim());
        }
        return said;
    }

    private static FormDef form(JsonNode asked) throws Exception {
        byte[] xml = asked.get("form").asText().getBytes(StandardCharsets.UTF_8);
        FormDef form = XFormUtils.getFormFromInputStream(new ByteArrayInputStream(xml));
        long now = asked.get("now").asLong();
        form.addFunctionHandler(new Clock("clock-now", () -> new DateTime(now).toDate()));
        form.addFunctionHandler(new Clock("clock-today", () -> DateUtils.roundDate(new Date(now))));
        TreeElement data = form.getMainInstance().getRoot();
        for (JsonNode pair : asked.get("set")) {
            data.getChild(pair.get(0).asText(), 0).setAnswer(new StringData(pair.get(1).asText()));
        }
        return form;
    }

    private static TreeElement own(TreeElement data, JsonNode row) {
        if (row.isNull()) {
            return data.getChild("r", 0);
        }
        return data.getChild(row.get(0).asText(), row.get(1).asInt() - 1).getChild("r", 0);
    }

    private static Object value(FormDef form, TreeElement own, String expr) throws Exception {
        EvaluationContext context = new EvaluationContext(form.getEvaluationContext(), own.getRef());
        Object value = XPathParseTool.parseXPath(expr).eval(form.getMainInstance(), context);
        return XPathFuncExpr.unpack(value);
    }

    private static void put(ObjectNode said, Object value) {
        if (value instanceof Boolean) {
            said.put("value", (Boolean) value);
        } else if (value instanceof Date) {
            said.put("date", new SimpleDateFormat("yyyy-MM-dd'T'HH:mm:ss.SSSXXX").format((Date) value));
        } else if (!(value instanceof Double)) {
            said.put("value", String.valueOf(value));
        } else if (Double.isFinite((Double) value)) {
            said.put("value", (Double) value);
        } else {
            said.put("number", String.valueOf(value));
        }
    }
}
