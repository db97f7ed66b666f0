import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import org.opendatakit.validate.ErrorListener;
import org.opendatakit.validate.FormValidator;

/** Names of XForm files in, one a line; what ODK Validate objects to out, one line of JSON each. */
public class Validate {
    private static final ObjectMapper JSON = new ObjectMapper();

    public static void main(String[] args) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream out = new PrintStream(System.out, true, "UTF-8");
        System.setOut(System.err);
        for (String name = in.readLine(); name != null; name = in.readLine()) {
            out.println(JSON.writeValueAsString(judge(name)));
        }
    }

    private static ObjectNode judge(String name) {
        ObjectNode said = JSON.createObjectNode().put("file", name).put("valid", false);
        ArrayNode messages = said.putArray("messages");
        try {
            new FormValidator()
                .setErrorListener(listener(said, messages))
                .validate(Files.readAllBytes(Paths.get(name)));
        } catch (Throwable failure) {
            messages.add(String.valueOf(failure));
        }
        return said.put("valid", said.get("valid").asBoolean() && messages.isEmpty());
    }

    private static ErrorListener listener(ObjectNode said, ArrayNode messages) {
        return new ErrorListener() {
            public void error(Object message) {
                messages.add(String.valueOf(message).trim());
            }

            public void error(Object message, Throwable cause) {
                messages.add(String.valueOf(message).trim() + ": " + cause.getMessage());
            }

            public void info(Object message) {
                if (String.valueOf(message).contains("Xform is valid")) {
                    said.put("valid", true);
                }
            }
        };
    }
}
